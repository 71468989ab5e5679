import type { Bytes } from '../../resp/bytes.js';
import { verbatim, type Reply } from '../../resp/reply.js';
import { usedMemory } from '../../engine/used-memory.js';
import type { CommandDeclarations } from '../command.js';
import type { CommandContext } from '../command-context.js';

export const serverTextCommands: CommandDeclarations = {
  info: { arity: -1, flags: 'loading stale', categories: 'dangerous', run: describeServer },
};

type Lines = Readonly<Record<string, string | number>>;

/** The sections of INFO: what clients and redis-cli read of them. What there is nothing of in a fake is zero. */
const sections: Readonly<Record<string, (context: CommandContext) => Lines>> = {
  Server: ({ engine, now }) => ({
    redis_version: engine.fullVersion,
    ...(engine.valkeyVersion === undefined
      ? { redis_mode: 'standalone' }
      : { server_name: 'valkey', valkey_version: engine.valkeyVersion, server_mode: 'standalone' }),
    os: 'in-process',
    arch_bits: 64,
    process_id: process.pid,
    run_id: '0'.repeat(40),
    tcp_port: engine.config.get('port'),
    server_time_usec: `${Math.floor(now)}000`,
    uptime_in_seconds: secondsUp(engine, now),
    uptime_in_days: Math.floor(secondsUp(engine, now) / 86_400),
    hz: 10,
    configured_hz: 10,
    executable: process.execPath,
    config_file: '',
  }),
  Clients: ({ engine, version }) => ({
    connected_clients: engine.clients.size,
    maxclients: engine.config.get('maxclients'),
    client_recent_max_input_buffer: 0,
    client_recent_max_output_buffer: 0,
    // Who waits for the end of CLIENT PAUSE is blocked too, since 7.0.
    blocked_clients: engine.blocked.count + (version >= 7 ? engine.pause.count : 0),
    tracking_clients: engine.tracking.clientCount,
    clients_in_timeout_table: 0,
  }),
  Memory: ({ engine }) => {
    const used = usedMemory(engine.databases);
    const limit = engine.config.number('maxmemory');
    return {
      used_memory: used,
      used_memory_human: humanSize(used),
      used_memory_rss: used,
      used_memory_rss_human: humanSize(used),
      used_memory_peak: used,
      used_memory_peak_human: humanSize(used),
      used_memory_lua: 0,
      maxmemory: limit,
      maxmemory_human: humanSize(limit),
      maxmemory_policy: engine.config.get('maxmemory-policy'),
      mem_fragmentation_ratio: '1.00',
      mem_allocator: 'v8',
    };
  },
  Persistence: ({ engine }) => ({
    loading: 0,
    rdb_changes_since_last_save: 0,
    rdb_bgsave_in_progress: 0,
    rdb_last_save_time: Math.floor(engine.startedAt / 1000),
    rdb_last_bgsave_status: 'ok',
    aof_enabled: 0,
    aof_rewrite_in_progress: 0,
    aof_rewrite_scheduled: 0,
  }),
  Stats: ({ engine }) => ({
    total_connections_received: engine.clients.connectionCount,
    total_commands_processed: engine.commandCount,
    instantaneous_ops_per_sec: 0,
    total_net_input_bytes: 0,
    total_net_output_bytes: 0,
    rejected_connections: 0,
    expired_keys: 0,
    evicted_keys: 0,
    keyspace_hits: 0,
    keyspace_misses: 0,
    pubsub_channels: engine.pubsub.names('channels').length,
    pubsub_patterns: engine.pubsub.names('patterns').length,
    latest_fork_usec: 0,
    tracking_total_keys: engine.tracking.keyCount,
  }),
  Replication: ({ engine: { master } }) => ({
    role: master ? 'slave' : 'master',
    ...(master && { master_host: master.host, master_port: master.port, master_link_status: 'down' }),
    connected_slaves: 0,
    master_replid: '0'.repeat(40),
    master_repl_offset: 0,
    repl_backlog_active: 0,
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

function secondsUp({ startedAt }: CommandContext['engine'], now: number): number {
  return Math.floor((now - startedAt) / 1000);
}

function humanSize(bytes: number): string {
  const units = ['B', 'K', 'M', 'G', 'T'];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(bytes, 1)) / 10)));
  return power === 0 ? `${bytes}B` : `${(bytes / 1024 ** power).toFixed(2)}${units[power] ?? ''}`;
}

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
