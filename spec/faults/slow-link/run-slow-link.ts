import { Redis } from 'ioredis';
import { createRuntime } from '../../../lib/create-runtime.js';
import { deadLetterKey } from '../../../lib/dead-letters/dead-letter-key.js';
import { RedisMessageModel } from '../../../lib/messages/redis-message-model.js';
import type { Class } from '../../../lib/metadata/class.js';
import { RedisListTrigger } from '../../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../../lib/triggers/redis-stream-trigger.js';
import { eventually } from '../../support/eventually.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import type { RedisServer } from '../../support/redis-server.js';
import { TcpProxy } from '../../support/tcp-proxy.js';
import { randomOf } from '../many-processes/random.js';

/** What is read, or written, through a slow link. `deadLetter`: each element fails, and is written back up the link. */
export type SlowKind = 'list' | 'listAtLeastOnce' | 'stream' | 'pubsub' | 'exclusive' | 'deadLetter';

export interface SlowCase {
  readonly kind: SlowKind;
  readonly messages: number;
  readonly bytesEach: number;
  /** In each direction, of each connection. */
  readonly bytesPerSecond: number;
  readonly latencyInMs?: number;
  readonly jitterInMs?: number;
  readonly seed?: string;
}

export interface SlowResult {
  readonly handled: number;
  readonly lost: number;
  readonly gaps: number;
  /** How often a connection was given up although its bytes came. */
  readonly givenUp: number;
  /** Whether `health().live` was true all the time. */
  readonly stayedLive: boolean;
  readonly tookInMs: number;
}

/** Has all messages pass a slow link on default options. Resolves when they have, or when `patienceInMs` is over. */
export async function runSlowLink(
  server: RedisServer,
  slow: SlowCase,
  patienceInMs: number,
): Promise<SlowResult> {
  const { kind, messages, bytesEach, bytesPerSecond, latencyInMs = 0, jitterInMs = 0, seed = 'any' } = slow;
  const key = `slow-${Math.random().toString(36).slice(2)}`;
  const proxy = await TcpProxy.to(server.port, {
    bytesPerSecond: { toServer: bytesPerSecond, toClient: bytesPerSecond },
    latencyInMs,
    jitterInMs,
    random: randomOf(seed),
  });
  const client = new Redis(server.port);
  const logger = new RecordingLogger();
  const handled = new Set<string>();
  const bodies = Array.from({ length: messages }, (_, index) => bodyOf(index, bytesEach));
  const runtime = await createRuntime({
    handlers: [handlerOf(kind, key, (body) => handled.add(wholeBody(body, bytesEach)))],
    connections: { redis: `127.0.0.1:${proxy.port}` },
    logger,
    shutdownTimeoutInMs: 1_000,
  });
  let stayedLive = true;
  try {
    await runtime.start();
    const begunAt = performance.now();
    for (const body of bodies) await produce(client, kind, key, body);
    const isDone = async (): Promise<boolean> => {
      stayedLive &&= runtime.health().live;
      await new Promise((resolve) => setTimeout(resolve, 20));
      if (handled.size < messages) return false;
      return kind !== 'deadLetter' || (await client.xlen(deadLetters(key))) >= messages;
    };
    await eventually(isDone, 'all messages', patienceInMs).catch(() => undefined);
    const tookInMs = Math.round(performance.now() - begunAt);
    const [health] = Object.values(runtime.health().functions);
    const { lost, gaps } = health ?? { lost: 0, gaps: 0 };
    const isGivenUp = ({ fields }: (typeof logger.lines)[number]): boolean =>
      (fields.error as { code?: string } | undefined)?.code === 'CONNECTION_UNRESPONSIVE';
    const written = kind === 'deadLetter' ? await client.xlen(deadLetters(key)) : handled.size;
    return {
      handled: written,
      lost,
      gaps,
      givenUp: logger.lines.filter(isGivenUp).length,
      stayedLive,
      tookInMs,
    };
  } finally {
    await runtime.stop();
    await client.del(key, deadLetters(key));
    client.disconnect();
    await proxy.close();
  }
}

const deadLetters = (key: string): string => deadLetterKey(key, 'Slow.onMessage');

/** Its number, and as much more as it takes. */
function bodyOf(index: number, size: number): string {
  const number = `${index}|`;
  return number.length >= size
    ? String.fromCharCode(0x21 + index)
    : number + 'x'.repeat(size - number.length);
}

/** What tells it from others; throws where a byte is missing. */
function wholeBody(body: string, size: number): string {
  if (body.length !== size) throw new Error(`${body.length} bytes of ${size}`);
  return body.slice(0, 10);
}

async function produce(client: Redis, kind: SlowKind, key: string, body: string): Promise<void> {
  if (kind === 'stream') await client.xadd(key, '*', 'body', body);
  else if (kind === 'pubsub' || kind === 'exclusive') await client.publish(key, body);
  else await client.rpush(key, body);
}

function handlerOf(kind: SlowKind, key: string, handle: (body: string) => void): Class {
  const connection = 'redis';
  class Slow {
    onMessage(message: RedisMessageModel): void {
      handle(kind === 'stream' ? (JSON.parse(message.message) as { body: string }).body : message.message);
      if (kind === 'deadLetter') throw new Error('always');
    }
  }
  const decorators = {
    list: RedisListTrigger({ connection, key }),
    listAtLeastOnce: RedisListTrigger({ connection, key, delivery: 'atLeastOnce' }),
    stream: RedisStreamTrigger({ connection, key }),
    pubsub: RedisPubSubTrigger({ connection, channel: key }),
    exclusive: RedisPubSubTrigger({ connection, channel: key, exclusive: true }),
    deadLetter: RedisListTrigger({ connection, key }),
  };
  const descriptor = Object.getOwnPropertyDescriptor(Slow.prototype, 'onMessage') as PropertyDescriptor;
  Reflect.defineMetadata('design:paramtypes', [RedisMessageModel], Slow.prototype, 'onMessage');
  decorators[kind](Slow.prototype, 'onMessage', descriptor);
  return Slow;
}
