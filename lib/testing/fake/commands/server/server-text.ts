import type { Bytes } from '../../resp/bytes.js';
import { verbatim, type Reply } from '../../resp/reply.js';
import { usedMemory } from '../../engine/used-memory.js';
import type { CommandDeclarations } from '../command.js';
import type { CommandContext } from '../command-context.js';

export const serverTextCommands: CommandDeclarations = {
  info: { arity: -1, flags: 'loading stale', categories: 'dangerous', run: describeServer },
};

type Lines = Readonly<Record<string, string | number>>;

/** The sections of INFO. */
const sections: Readonly<Record<string, (context: CommandContext) => Lines>> = {
  Server: ({ engine, now }) => ({
    redis_version: engine.fullVersion,
    redis_mode: 'standalone',
    os: 'in-process',
    arch_bits: 64,
    process_id: process.pid,
    run_id: '0'.repeat(40),
    tcp_port: engine.config.get('port'),
    server_time_usec: `${now}000`,
    uptime_in_seconds: Math.floor((now - engine.startedAt) / 1000),
    hz: 10,
  }),
  Clients: ({ engine }) => ({
    connected_clients: engine.clients.size,
    maxclients: engine.config.get('maxclients'),
    blocked_clients: engine.blocked.count,
  }),
  Memory: ({ engine }) => ({
    used_memory: usedMemory(engine.databases),
    maxmemory: engine.config.get('maxmemory'),
    maxmemory_policy: engine.config.get('maxmemory-policy'),
  }),
  Persistence: () => ({ loading: 0, rdb_changes_since_last_save: 0, aof_enabled: 0 }),
  Stats: ({ engine }) => ({
    total_commands_processed: engine.commandCount,
    pubsub_channels: engine.pubsub.names('channels').length,
    pubsub_patterns: engine.pubsub.names('patterns').length,
  }),
  Replication: ({ engine: { master } }) => ({
    role: master ? 'slave' : 'master',
    ...(master && { master_host: master.host, master_port: master.port, master_link_status: 'down' }),
    connected_slaves: 0,
    master_repl_offset: 0,
  }),
  CPU: () => ({ used_cpu_sys: '0.000000', used_cpu_user: '0.000000' }),
  Cluster: () => ({ cluster_enabled: 0 }),
  Keyspace: ({ engine }) =>
    Object.fromEntries(
      engine.databases
        .filter(({ size }) => size > 0)
        .map((db) => [`db${db.index}`, `keys=${db.size},expires=${db.expiringCount},avg_ttl=0`]),
    ),
};

function describeServer(context: CommandContext, [, ...names]: readonly Bytes[]): Reply {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  const isAll = wanted.size === 0 || ['all', 'everything', 'default'].some((name) => wanted.has(name));
  const texts = Object.entries(sections)
    .filter(([name]) => isAll || wanted.has(name.toLowerCase()))
    .map(([name, lines]) => {
      const text = Object.entries(lines(context)).map(([field, value]) => `${field}:${value}\r\n`);
      return `# ${name}\r\n${text.join('')}`;
    });
  return verbatim(texts.join('\r\n'));
}
