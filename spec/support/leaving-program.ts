import { createRuntime } from '../../lib/create-runtime.js';
import type { ConnectionOption } from '../../lib/connections/connection-option.js';
import { stopOnSignals } from '../../lib/runtime/stop-on-signals.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { classWith } from './describe-classes.js';
import { realTime } from './real-time.js';

/**
 * A program with one function, as a process of its own. It says `starting`, `ready` or why not, and `stopped`, and at its
 * end how long after the stop that was. It stops at SIGUSR2, or at SIGTERM with `stopOnSignals`.
 */
export interface LeavingProgram {
  readonly kind: keyof typeof triggers;
  readonly connection: ConnectionOption;
  readonly stopsOnSignals?: boolean;
  readonly startTimeoutInMs?: number;
  readonly shutdownTimeoutInMs?: number;
  /** How long an invocation takes, whatever its signal says. */
  readonly handlingInMs?: number;
}

const connection = 'redis';
const triggers = {
  list: RedisListTrigger({ connection, key: 'elements' }),
  'list at least once': RedisListTrigger({ connection, key: 'elements', delivery: 'atLeastOnce' }),
  stream: RedisStreamTrigger({ connection, key: 'entries' }),
  channel: RedisPubSubTrigger({ connection, channel: 'channel' }),
  'exclusive channel': RedisPubSubTrigger({ connection, channel: 'channel', exclusive: true }),
  keyspace: RedisPubSubTrigger({
    connection,
    channel: '__keyevent@0__:del',
    configureKeyspaceNotifications: true,
  }),
};

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const { kind, connection: redis, ...program } = JSON.parse(process.argv[2] ?? '') as LeavingProgram;
const { startTimeoutInMs, shutdownTimeoutInMs = 2_000, handlingInMs = 0 } = program;
const handle = async (): Promise<void> => {
  say('handling');
  await realTime(handlingInMs);
};
const runtime = await createRuntime({
  handlers: [classWith(triggers[kind], handle)],
  connections: { redis },
  logger: false,
  shutdownTimeoutInMs,
});
let stoppedAt = 0;
const stop = runtime.stop.bind(runtime);
runtime.stop = async () => {
  await stop();
  stoppedAt ||= performance.now();
  say('stopped');
};
runtime.on('stopping', () => say('stopping'));
if (program.stopsOnSignals) stopOnSignals(runtime);
process.once('SIGUSR2', () => void runtime.stop());
process.once('exit', () => say(`left after ${Math.round(performance.now() - stoppedAt)} ms`));
say('starting');
await runtime.start(startTimeoutInMs ? { timeoutInMs: startTimeoutInMs } : {}).then(
  () => say('ready'),
  (error: unknown) => say(`not started: ${(error as { code?: string }).code ?? 'no code'}`),
);
