import type { Bytes } from '../../resp/bytes.js';
import type { Client } from '../../engine/client.js';
import type { Engine } from '../../engine/engine.js';

/** A client's line in CLIENT LIST. What has no meaning without a socket is zero. */
export function describeClient(client: Client, engine: Engine): Bytes {
  const { version, clock } = engine;
  const tracking = engine.tracking.optionsOf(client);
  const { channels, patterns, shardChannels } = client.subscriptions;
  const seconds = (since: number): number => Math.max(0, Math.floor((clock.now() - since) / 1000));
  const parts: Record<string, string | number> = {
    id: client.id,
    addr: client.address.remote,
    ...(version >= 6.2 && { laddr: client.address.local }),
    fd: 0,
    name: client.name,
    age: seconds(client.connectedAt),
    idle: seconds(client.lastUsedAt),
    flags: flagsOf(client, engine),
    db: client.database,
    sub: channels.size,
    psub: patterns.size,
    ...(version >= 7 && { ssub: shardChannels.size }),
    multi: client.transaction ? client.transaction.commands.length : -1,
    ...(version >= 7.2 && { watch: client.watching.size }),
    qbuf: 0,
    'qbuf-free': 0,
    ...(version >= 6.2 && { 'argv-mem': 0 }),
    ...(version >= 7 && { 'multi-mem': 0, rbs: 1024, rbp: 0 }),
    obl: 0,
    oll: 0,
    omem: 0,
    ...(version >= 6.2 && { 'tot-mem': 0 }),
    events: 'r',
    cmd: version >= 7 ? client.lastCommand : client.lastCommand.replace(/\|.*/, ''),
    user: client.user?.name ?? '(superuser)',
    ...(version >= 6.2 && { redir: tracking ? (tracking.redirect ?? 0) : -1 }),
    ...(version >= 7 && { resp: client.protocol }),
    ...(version >= 7.2 && { 'lib-name': client.libraryName, 'lib-ver': client.libraryVersion }),
  };
  return Object.entries(parts)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}

function flagsOf(client: Client, engine: Engine): string {
  const tracking = engine.tracking.optionsOf(client);
  const flags = [
    client.isSubscriber && 'P',
    client.transaction && 'x',
    client.isBlocked && 'b',
    client.isDirty && 'd',
    tracking && 't',
    tracking?.redirect !== undefined && !engine.clients.get(tracking.redirect) && 'R',
    tracking?.prefixes && 'B',
    client.noEvict && 'e',
    client.noTouch && 'T',
  ];
  return flags.filter(Boolean).join('') || 'N';
}
