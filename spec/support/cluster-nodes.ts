/** One line of CLUSTER NODES. */
export interface ClusterNode {
  readonly id: string;
  readonly port: number;
  readonly isMaster: boolean;
  /** Whether the server that was asked believes it to be down. */
  readonly isFailing: boolean;
  /** Whether the server that was asked is connected to it. */
  readonly isConnected: boolean;
  /** Whose replica it is. */
  readonly masterId: string | undefined;
  /** The ranges of slots it holds, both ends included. */
  readonly slots: readonly (readonly [first: number, last: number])[];
}

/** Reads the reply of CLUSTER NODES. */
export function readClusterNodes(reply: string): ClusterNode[] {
  return reply.split('\n').filter(Boolean).map(readNode);
}

function readNode(line: string): ClusterNode {
  const [id = '', address = '', flagText = '', masterId = '-', , , , link, ...ranges] = line.split(' ');
  const flags = flagText.split(',');
  return {
    id,
    port: Number(/:(\d+)@/.exec(address)?.[1]),
    isMaster: flags.includes('master'),
    isFailing: flags.includes('fail') || flags.includes('fail?'),
    isConnected: link === 'connected' && !flags.includes('handshake'),
    masterId: masterId === '-' ? undefined : masterId,
    // A slot on its way to another node stands in brackets.
    slots: ranges.filter((range) => !range.startsWith('[')).map(readRange),
  };
}

function readRange(range: string): readonly [number, number] {
  const [first, last = first] = range.split('-').map(Number) as [number, number?];
  return [first, last];
}
