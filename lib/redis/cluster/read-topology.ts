import type { NodeAddress } from './node-address.js';

/** A range of slots, both ends included, and the master that holds it. */
export interface SlotRange {
  readonly first: number;
  readonly last: number;
  readonly master: NodeAddress;
  readonly replicas: readonly NodeAddress[];
}

type NodeReply = readonly [host: Buffer | null, port: number, ...rest: unknown[]];
type RangeReply = readonly [first: number, last: number, master: NodeReply, ...replicas: NodeReply[]];

/** Reads the reply of CLUSTER SLOTS. A node that does not know its own host is the one that was asked. */
export function readSlotRanges(reply: unknown, askedHost: string): SlotRange[] {
  const read = ([host, port]: NodeReply): NodeAddress => {
    const name = host === null ? '' : String(host);
    return { host: name === '' || name === '?' ? askedHost : name, port };
  };
  return (reply as readonly RangeReply[]).map(([first, last, master, ...replicas]) => ({
    first,
    last,
    master: read(master),
    replicas: replicas.map(read),
  }));
}

/**
 * The masters that hold no slot, of the reply of CLUSTER NODES: they may get one any moment, and CLUSTER SLOTS does
 * not know them.
 */
export function readSlotlessMasters(reply: unknown, askedHost: string): NodeAddress[] {
  return String(reply)
    .split('\n')
    .flatMap((line) => {
      const [, place = '', flags = '', , , , , link, ...slots] = line.split(' ');
      if (!flags.split(',').includes('master') || /fail|handshake|noaddr/.test(flags)) return [];
      if (link !== 'connected' || slots.some((each) => !each.startsWith('['))) return [];
      const [, host, port, name] = /^(.*):(\d+)@\d+(?:,([^,]*))?/.exec(place) ?? [];
      if (port === undefined) return [];
      return [{ host: name || host || askedHost, port: Number(port) }];
    });
}
