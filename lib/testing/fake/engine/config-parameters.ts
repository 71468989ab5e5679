/**
 * The parameters of Redis 7.0: name, `!` if CONFIG SET cannot change it, what values it takes, and its default.
 * Numbers have their bounds; a memory value may have a unit.
 */
const parameterTable = `
acl-pubsub-default = one-of:allchannels|resetchannels resetchannels
aclfile ! text
acllog-max-len = integer:0:9223372036854775807 128
active-defrag-cycle-max = integer:1:99 25
active-defrag-cycle-min = integer:1:99 1
active-defrag-ignore-bytes = memory:1:9223372036854775807 104857600
active-defrag-max-scan-fields = integer:1:9223372036854775807 1000
active-defrag-threshold-lower = integer:0:1000 10
active-defrag-threshold-upper = integer:0:1000 100
active-expire-effort = integer:1:10 1
activedefrag = yes-no no
activerehashing = yes-no yes
always-show-logo ! yes-no no
aof-disable-auto-gc = yes-no no
aof-load-truncated = yes-no yes
aof-rewrite-incremental-fsync = yes-no yes
aof-timestamp-enabled = yes-no no
aof-use-rdb-preamble = yes-no yes
aof_rewrite_cpulist ! text
appenddirname ! text appendonlydir
appendfilename ! text appendonly.aof
appendfsync = one-of:everysec|always|no everysec
appendonly = yes-no no
auto-aof-rewrite-min-size = memory:0:9223372036854775807 67108864
auto-aof-rewrite-percentage = integer:0:2147483647 100
bgsave_cpulist ! text
bind ! text 127.0.0.1
bind-source-addr = text
bio_cpulist ! text
busy-reply-threshold = integer:0:9223372036854775807 5000
client-output-buffer-limit = text normal 0 0 0 slave 268435456 67108864 60 pubsub 33554432 8388608 60
client-query-buffer-limit = memory:1048576:9223372036854775807 1073741824
cluster-allow-pubsubshard-when-down = yes-no yes
cluster-allow-reads-when-down = yes-no no
cluster-allow-replica-migration = yes-no yes
cluster-announce-bus-port = integer:0:65535 0
cluster-announce-hostname = text
cluster-announce-ip = text
cluster-announce-port = integer:0:65535 0
cluster-announce-tls-port = integer:0:65535 0
cluster-config-file ! text nodes.conf
cluster-enabled ! yes-no no
cluster-link-sendbuf-limit = memory:0:18446744073709551615 0
cluster-migration-barrier = integer:0:2147483647 1
cluster-node-timeout = integer:0:9223372036854775807 15000
cluster-port ! integer:0:65535 0
cluster-preferred-endpoint-type = one-of:ip|hostname|unknown-endpoint ip
cluster-replica-no-failover = yes-no no
cluster-replica-validity-factor = integer:0:2147483647 10
cluster-require-full-coverage = yes-no yes
crash-log-enabled = yes-no yes
crash-memcheck-enabled = yes-no yes
daemonize ! yes-no no
databases ! integer:1:2147483647 16
dbfilename = text dump.rdb
dir ! text /
disable-thp ! yes-no yes
dynamic-hz = yes-no yes
enable-debug-command ! one-of:no|yes|local no
enable-module-command ! one-of:no|yes|local no
enable-protected-configs ! one-of:no|yes|local no
hash-max-listpack-entries = integer:0:9223372036854775807 512
hash-max-listpack-value = memory:0:9223372036854775807 64
hll-sparse-max-bytes = memory:0:9223372036854775807 3000
hz = integer:0:2147483647 10
ignore-warnings = text
io-threads ! integer:1:128 1
io-threads-do-reads ! yes-no no
jemalloc-bg-thread = yes-no yes
latency-monitor-threshold = integer:0:9223372036854775807 0
latency-tracking = yes-no yes
latency-tracking-info-percentiles = text 50 99 99.9
lazyfree-lazy-eviction = yes-no no
lazyfree-lazy-expire = yes-no no
lazyfree-lazy-server-del = yes-no no
lazyfree-lazy-user-del = yes-no no
lazyfree-lazy-user-flush = yes-no no
lfu-decay-time = integer:0:2147483647 1
lfu-log-factor = integer:0:2147483647 10
list-compress-depth = integer:0:2147483647 0
list-max-listpack-size = integer:-2147483648:2147483647 -2
logfile ! text
loglevel = one-of:debug|verbose|notice|warning notice
masterauth = text
masteruser = text
maxclients = integer:1:4294967295 10000
maxmemory = memory:0:18446744073709551615 0
maxmemory-clients = text 0
maxmemory-eviction-tenacity = integer:0:100 10
maxmemory-policy = one-of:volatile-lru|volatile-lfu|volatile-random|volatile-ttl|allkeys-lru|allkeys-lfu|allkeys-random|noeviction noeviction
maxmemory-samples = integer:1:2147483647 5
min-replicas-max-lag = integer:0:2147483647 10
min-replicas-to-write = integer:0:2147483647 0
no-appendfsync-on-rewrite = yes-no no
notify-keyspace-events = text
oom-score-adj = one-of:no|yes|relative|absolute no
oom-score-adj-values = text 0 200 800
pidfile ! text
port ! integer:0:65535 6379
proc-title-template = text {title} {listen-addr} {server-mode}
propagation-error-behavior = one-of:ignore|panic|panic-on-replicas ignore
protected-mode = yes-no yes
proto-max-bulk-len = memory:1048576:9223372036854775807 536870912
rdb-del-sync-files = yes-no no
rdb-save-incremental-fsync = yes-no yes
rdbchecksum ! yes-no yes
rdbcompression = yes-no yes
repl-backlog-size = memory:1:9223372036854775807 1048576
repl-backlog-ttl = integer:0:9223372036854775807 3600
repl-disable-tcp-nodelay = yes-no no
repl-diskless-load = one-of:disabled|on-empty-db|swapdb disabled
repl-diskless-sync = yes-no yes
repl-diskless-sync-delay = integer:0:2147483647 5
repl-diskless-sync-max-replicas = integer:0:2147483647 0
repl-ping-replica-period = integer:1:2147483647 10
repl-timeout = integer:1:2147483647 60
replica-announce-ip = text
replica-announce-port = integer:0:65535 0
replica-announced = yes-no yes
replica-ignore-disk-write-errors = yes-no no
replica-ignore-maxmemory = yes-no yes
replica-lazy-flush = yes-no no
replica-priority = integer:0:2147483647 100
replica-read-only = yes-no yes
replica-serve-stale-data = yes-no yes
replicaof ! text
requirepass = text
sanitize-dump-payload = one-of:no|yes|clients no
save = text
server_cpulist ! text
set-max-intset-entries = integer:0:9223372036854775807 512
set-proc-title ! yes-no yes
shutdown-on-sigint = text default
shutdown-on-sigterm = text default
shutdown-timeout = integer:0:2147483647 10
slowlog-log-slower-than = integer:-1:9223372036854775807 10000
slowlog-max-len = integer:0:9223372036854775807 128
socket-mark-id ! integer:0:4294967295 0
stop-writes-on-bgsave-error = yes-no yes
stream-node-max-bytes = memory:0:9223372036854775807 4096
stream-node-max-entries = integer:0:9223372036854775807 100
supervised ! one-of:upstart|systemd|auto|no no
syslog-enabled ! yes-no no
syslog-facility ! one-of:user|local0|local1|local2|local3|local4|local5|local6|local7 local0
syslog-ident ! text redis
tcp-backlog ! integer:0:2147483647 511
tcp-keepalive = integer:0:2147483647 300
timeout = integer:0:2147483647 0
tracking-table-max-keys = integer:0:9223372036854775807 1000000
unixsocket ! text
unixsocketperm ! integer:0:511 0
zset-max-listpack-entries = integer:0:9223372036854775807 128
zset-max-listpack-value = memory:0:9223372036854775807 64
`;

/** Other names of parameters, which are the older ones. */
export const parameterAliases: Readonly<Record<string, string>> = {
  'cluster-slave-no-failover': 'cluster-replica-no-failover',
  'cluster-slave-validity-factor': 'cluster-replica-validity-factor',
  'hash-max-ziplist-entries': 'hash-max-listpack-entries',
  'hash-max-ziplist-value': 'hash-max-listpack-value',
  'list-max-ziplist-size': 'list-max-listpack-size',
  'lua-time-limit': 'busy-reply-threshold',
  'min-slaves-max-lag': 'min-replicas-max-lag',
  'min-slaves-to-write': 'min-replicas-to-write',
  'repl-ping-slave-period': 'repl-ping-replica-period',
  'slave-announce-ip': 'replica-announce-ip',
  'slave-announce-port': 'replica-announce-port',
  'slave-ignore-maxmemory': 'replica-ignore-maxmemory',
  'slave-lazy-flush': 'replica-lazy-flush',
  'slave-priority': 'replica-priority',
  'slave-read-only': 'replica-read-only',
  'slave-serve-stale-data': 'replica-serve-stale-data',
  slaveof: 'replicaof',
  'zset-max-ziplist-entries': 'zset-max-listpack-entries',
  'zset-max-ziplist-value': 'zset-max-listpack-value',
};

/** What CONFIG SET takes for a parameter. */
export interface ParameterFacts {
  readonly isImmutable: boolean;
  readonly kind: 'text' | 'yes-no' | 'one-of' | 'integer' | 'memory';
  /** What one of `one-of` may be. */
  readonly words: readonly string[];
  /** The bounds of a number. */
  readonly bounds: readonly [least: bigint, greatest: bigint];
  readonly initial: string;
}

/** The parameters by name. */
export const parameters: ReadonlyMap<string, ParameterFacts> = new Map(
  parameterTable
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', sign, type = '', ...initial] = line.split(' ');
      const [kind = '', first = '', last = ''] = type.split(':');
      const facts: ParameterFacts = {
        isImmutable: sign === '!',
        kind: kind as ParameterFacts['kind'],
        words: first.split('|'),
        bounds: last === '' ? [0n, 0n] : [BigInt(first), BigInt(last)],
        initial: initial.join(' '),
      };
      return [name, facts] as const;
    }),
);
