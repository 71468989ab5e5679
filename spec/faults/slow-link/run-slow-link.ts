import type { Cluster, Redis } from 'ioredis';
import { createRuntime } from '../../../lib/create-runtime.js';
import { deadLetterKey } from '../../../lib/dead-letters/dead-letter-key.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import type { LinkShape } from '../../support/shaped-link.js';
import { signalled } from '../../support/signalled.js';
import { randomOf } from '../many-processes/random.js';
import { slowHandler, slowId, type SlowKind } from './slow-handlers.js';
import type { SlowServer } from './slow-server.js';

export interface SlowCase {
  readonly kind: SlowKind;
  readonly messages: number;
  readonly bytesEach: number;
  /** In each direction, of each connection. */
  readonly bytesPerSecond: number;
  readonly latencyInMs?: number;
  readonly jitterInMs?: number;
  /** How many keys they are in, by turns; default one. */
  readonly keys?: number;
  readonly seed?: string;
}

export interface SlowResult {
  /** How many were handled or, of dead letters, written. */
  readonly handled: number;
  /** How many were begun more than once. */
  readonly again: number;
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
  server: SlowServer,
  slow: SlowCase,
  patienceInMs: number,
): Promise<SlowResult> {
  const { kind, messages, bytesEach, keys: keyCount = 1 } = slow;
  const name = `slow-${Math.random().toString(36).slice(2)}`;
  const isPublished = kind === 'pubsub' || kind === 'exclusive';
  const keys = Array.from({ length: isPublished ? 1 : keyCount }, (_, index) => `${name}-${index}`);
  const link = await server.behind(linkOf(slow));
  const client = server.client();
  const logger = new RecordingLogger();
  const begun = new Map<string, number>();
  const handle = (body: string): void => {
    const text = wholeBody(body, bytesEach);
    begun.set(text, (begun.get(text) ?? 0) + 1);
    if (kind === 'deadLetter') throw new Error('always');
  };
  const runtime = await createRuntime({
    handlers: [slowHandler(kind, keys, handle)],
    connections: { redis: link.connection },
    logger,
    shutdownTimeoutInMs: 1_000,
  });
  const writtenTo = keys.map((key) => deadLetterKey(key, slowId));
  const countWritten = async (): Promise<number> => {
    const lengths = await Promise.all(writtenTo.map((key) => client.xlen(key)));
    return lengths.reduce((sum, length) => sum + length, 0);
  };
  let stayedLive = true;
  try {
    const produceAll = async (): Promise<void> => {
      for (let index = 0; index < messages; index++) {
        const key = keys[index % keys.length] as string;
        await produce(client, kind, key, bodyOf(index, bytesEach));
      }
    };
    if (kind === 'takeOver') {
      for (const key of keys) await client.xgroup('CREATE', key, slowId, '0', 'MKSTREAM');
      await produceAll();
      for (const key of keys) await leaveToOthers(client, key);
    }
    const begunAt = performance.now();
    await runtime.start();
    if (kind !== 'takeOver') await produceAll();
    const isDone = async (): Promise<boolean> => {
      stayedLive &&= runtime.health().live;
      if (begun.size < messages) return false;
      return kind !== 'deadLetter' || (await countWritten()) >= messages;
    };
    await signalled(['healthChanged', 'deadLettered'], isDone, 'all messages', patienceInMs).catch(
      () => undefined,
    );
    const tookInMs = Math.round(performance.now() - begunAt);
    const [health] = Object.values(runtime.health().functions);
    const { lost, gaps } = health ?? { lost: 0, gaps: 0 };
    const isGivenUp = ({ fields }: (typeof logger.lines)[number]): boolean =>
      (fields.error as { code?: string } | undefined)?.code === 'CONNECTION_UNRESPONSIVE';
    return {
      handled: kind === 'deadLetter' ? await countWritten() : begun.size,
      again: [...begun.values()].filter((times) => times > 1).length,
      lost,
      gaps,
      givenUp: logger.lines.filter(isGivenUp).length,
      stayedLive,
      tookInMs,
    };
  } finally {
    await runtime.stop();
    for (const key of [...keys, ...writtenTo]) await client.del(key);
    client.disconnect();
    await link.close();
  }
}

/** The link of a case, the same in both directions. */
export function linkOf({
  bytesPerSecond,
  latencyInMs = 0,
  jitterInMs = 0,
  seed = 'any',
}: SlowCase): LinkShape {
  return {
    bytesPerSecond: { toServer: bytesPerSecond, toClient: bytesPerSecond },
    latencyInMs,
    jitterInMs,
    random: randomOf(seed),
  };
}

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

async function produce(client: Redis | Cluster, kind: SlowKind, key: string, body: string): Promise<void> {
  if (kind === 'stream' || kind === 'takeOver') await client.xadd(key, '*', 'body', body);
  else if (kind === 'pubsub' || kind === 'exclusive') await client.publish(key, body);
  else await client.rpush(key, body);
}

/** Has a consumer read all entries and be idle for so long that others may claim them. */
async function leaveToOthers(client: Redis | Cluster, key: string): Promise<void> {
  for (let id = '0'; ;) {
    const [entry] = await client.xrange(key, `(${id}`, '+', 'COUNT', 1);
    if (!entry) return;
    [id] = entry;
    await client.xreadgroup('GROUP', slowId, 'dead', 'COUNT', 1, 'STREAMS', key, '>');
    const asIfDead = ['IDLE', 3_600_000, 'RETRYCOUNT', 1, 'JUSTID'];
    await client.call('XCLAIM', key, slowId, 'dead', 0, id, ...asIfDead);
  }
}
