import type { Bytes } from '../../resp/bytes.js';
import { fields, mapOf, ok, verbatim, type Reply } from '../../resp/reply.js';
import { CommandError, subcommandSyntax, syntaxError } from '../../engine/command-error.js';
import { sizeOfEntry, usedMemory } from '../../engine/used-memory.js';
import type { CommandDeclarations } from '../command.js';
import type { CommandContext } from '../command-context.js';
import { integer, integerFrom } from '../numbers.js';

const admin = 'admin loading stale';

/** What shows how a server does: SLOWLOG, MEMORY, LATENCY, MONITOR. */
export const observationCommands: CommandDeclarations = {
  slowlog: { arity: -2 },
  'slowlog|get': { arity: -2, flags: admin, run: showSlow },
  'slowlog|len': { arity: 2, flags: admin, run: ({ engine }) => engine.slowLog.all.length },
  'slowlog|reset': {
    arity: 2,
    flags: admin,
    run: ({ engine }) => {
      engine.slowLog.reset();
      return ok;
    },
  },
  memory: { arity: -2 },
  'memory|usage': { arity: -3, flags: 'readonly', keys: [2, 2, 1], run: memoryUsage },
  'memory|purge': { arity: 2, run: () => ok },
  'memory|doctor': {
    arity: 2,
    run: () => verbatim('Hi Sam, this is a fake: there is no memory to look at.\n'),
  },
  'memory|malloc-stats': { arity: 2, run: () => verbatim('Stats not supported for the current allocator') },
  'memory|stats': { arity: 2, run: memoryStats },
  latency: { arity: -2 },
  'latency|latest': { arity: 2, flags: `${admin} noscript`, run: () => [] },
  'latency|history': { arity: 3, flags: `${admin} noscript`, run: () => [] },
  'latency|reset': { arity: -2, flags: `${admin} noscript`, run: () => 0 },
  'latency|graph': {
    arity: 3,
    flags: `${admin} noscript`,
    run: (_, [, , event = '']) => {
      throw new CommandError(`ERR No samples available for event '${event}'`);
    },
  },
  'latency|doctor': {
    arity: 2,
    flags: `${admin} noscript`,
    run: ({ version }) =>
      verbatim(
        "I'm sorry, Dave, I can't do that. Latency monitoring is disabled in this Redis instance. You may use \"CONFIG SET latency-monitor-threshold <milliseconds>.\" in order to enable it. If we weren't in a deep space mission I'd suggest to take a look at " +
          `https://redis.io/${version >= 8 ? 'docs/latest/operate/oss_and_stack/management/optimization' : 'topics'}/latency-monitor.\n`,
      ),
  },
  'latency|histogram': { arity: -2, flags: `${admin} noscript`, since: 7, run: () => mapOf([]) },
  monitor: {
    arity: 1,
    flags: `${admin} noscript`,
    run: ({ client, engine }) => {
      engine.monitors.add(client);
      return ok;
    },
  },
  lastsave: {
    arity: 1,
    flags: 'loading stale fast',
    categories: 'admin dangerous',
    run: ({ engine }) => Math.floor(engine.startedAt / 1000),
  },
  lolwut: {
    arity: -1,
    flags: 'readonly fast',
    run: ({ engine }) => verbatim(`Redis ver. ${engine.fullVersion}\n`),
  },
};

function showSlow({ engine }: CommandContext, args: readonly Bytes[]): Reply {
  const [, name = '', text, ...rest] = args;
  if (rest.length > 0) throw subcommandSyntax('SLOWLOG', name, engine.version);
  const count = text === undefined ? 10 : countOf(text, engine.version);
  const { all } = engine.slowLog;
  return (count < 0 ? all : all.slice(0, count)).map((slow) => [
    slow.id,
    slow.at,
    slow.durationInUs,
    [...slow.args],
    slow.address,
    slow.clientName,
  ]);
}

function countOf(text: Bytes, version: number): number {
  return version >= 7
    ? integerFrom(text, -1, 'ERR count should be greater than or equal to -1')
    : integer(text);
}

function memoryUsage(context: CommandContext, args: readonly Bytes[]): Reply {
  const [, , key = ''] = args;
  for (let position = 3; position < args.length; position += 2) {
    if (args[position]?.toUpperCase() !== 'SAMPLES' || args[position + 1] === undefined) throw syntaxError();
    if (integer(args[position + 1]) < 0) throw syntaxError();
  }
  const entry = context.db.peek(key);
  return entry ? sizeOfEntry(key, entry) : null;
}

function memoryStats({ engine }: CommandContext): Reply {
  const used = usedMemory(engine.databases);
  const keys = engine.databases.reduce((sum, { size }) => sum + size, 0);
  return fields({
    'peak.allocated': used,
    'total.allocated': used,
    'startup.allocated': usedMemory([]),
    'keys.count': keys,
    'dataset.bytes': used - usedMemory([]),
  });
}
