import { createRuntime } from '../../../lib/create-runtime.js';
import { deadLetterKey } from '../../../lib/dead-letters/dead-letter-key.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { signalled } from '../../support/signalled.js';
import { slowHandler, slowId } from './slow-handlers.js';
import { linkOf, type SlowCase } from './run-slow-link.js';
import type { SlowServer } from './slow-server.js';

/** Of which kind of message. */
export type LetterKind = 'list' | 'listAtLeastOnce' | 'stream' | 'pubsub';

export interface LetterCase extends SlowCase {
  readonly kind: LetterKind;
}

export interface LetterResult {
  /** How many dead letters were written. */
  readonly written: number;
  /** How many of `list({ limit: 1 })`, and how many bytes came for it. */
  readonly listed: number;
  readonly bytesListed: number;
  readonly replayed: number;
  /** How often the handler ran after the replay. */
  readonly handledAgain: number;
  readonly removed: number;
  /** How many bytes came while all that were left were removed. */
  readonly bytesRemoved: number;
  readonly givenUp: number;
  /** How long each step took. */
  readonly tookInMs: Readonly<Record<'write' | 'list' | 'replay' | 'remove', number>>;
}

/** Writes dead letters over a slow link, lists one of them, puts it back, and removes the others. */
export async function runSlowLetters(
  server: SlowServer,
  slow: LetterCase,
  patienceInMs: number,
): Promise<LetterResult> {
  const { kind, messages, bytesEach } = slow;
  const key = `letters-${Math.random().toString(36).slice(2)}`;
  const link = await server.behind(linkOf(slow));
  const client = server.client();
  const logger = new RecordingLogger();
  let fails = true;
  let handledAgain = 0;
  const handle = (): void => {
    if (fails) throw new Error('at first');
    handledAgain += 1;
  };
  const runtime = await createRuntime({
    handlers: [slowHandler(kind, [key], handle, kind === 'stream' ? { maxDeliveryCount: 1 } : {})],
    connections: { redis: link.connection },
    logger,
    shutdownTimeoutInMs: 1_000,
  });
  const written = (): Promise<number> => client.xlen(deadLetterKey(key, slowId));
  try {
    await runtime.start();
    const [writing, isWritten] = stopwatch();
    for (let index = 0; index < messages; index++) {
      const body = `${index}|`.padEnd(bytesEach, 'x');
      if (kind === 'stream') await client.xadd(key, '*', 'body', body);
      else if (kind === 'pubsub') await client.publish(key, body);
      else await client.rpush(key, body);
    }
    await signalled(
      'deadLettered',
      async () => (await written()) >= messages,
      'the dead letters',
      patienceInMs,
    ).catch(() => undefined);
    isWritten();
    const letters = runtime.deadLetters(slowId);
    const result = { written: await written() };
    const [listing, isListed] = stopwatch();
    let bytesBefore = link.bytesToClient;
    const list = await letters.list({ limit: 1 });
    const bytesListed = link.bytesToClient - bytesBefore;
    isListed();
    fails = false;
    const [replaying, isReplayed] = stopwatch();
    const replayed = await letters.replay(list);
    await signalled('healthChanged', () => handledAgain > 0, 'the handler to run again', patienceInMs).catch(
      () => undefined,
    );
    isReplayed();
    const [removing, isRemoved] = stopwatch();
    bytesBefore = link.bytesToClient;
    const removed = await letters.remove('all');
    const bytesRemoved = link.bytesToClient - bytesBefore;
    isRemoved();
    const isGivenUp = ({ fields }: (typeof logger.lines)[number]): boolean =>
      (fields.error as { code?: string } | undefined)?.code === 'CONNECTION_UNRESPONSIVE';
    return {
      ...result,
      listed: list.length,
      bytesListed,
      replayed,
      handledAgain,
      removed,
      bytesRemoved,
      givenUp: logger.lines.filter(isGivenUp).length,
      tookInMs: { write: writing(), list: listing(), replay: replaying(), remove: removing() },
    };
  } finally {
    await runtime.stop();
    await client.del(key, deadLetterKey(key, slowId));
    client.disconnect();
    await link.close();
  }
}

/** Begins to measure; what it returns reads the time, and ends it. */
function stopwatch(): [read: () => number, end: () => void] {
  const begunAt = performance.now();
  let endedAt: number | undefined;
  return [() => Math.round((endedAt ?? performance.now()) - begunAt), () => (endedAt = performance.now())];
}
