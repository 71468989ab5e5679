import { isConnectionLost, isKeyError } from '../../redis/errors/error-kind.js';
import { RetryDelays } from '../../redis/errors/retry-delays.js';
import type { Clock } from '../../time/clock.js';
import type { HeldElements } from './held-elements.js';
import type { ListConsumer } from './list-consumer.js';
import type { ListSource } from './list-source.js';

/** How long a stop waits for a server that is gone, to learn what a pop took whose reply was lost. */
const patienceInMs = 1_000;

/**
 * Puts back everything but what is held here, and tries until `signal` is aborted: others put back the rest when the
 * lease is over. A consumer that is not known to hold anything does not wait for a server that is gone.
 */
export async function giveBackAll(
  sources: readonly ListSource[],
  held: HeldElements,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  await Promise.all(sources.map((source) => giveBackTo(source, held, clock, signal)));
}

async function giveBackTo(
  source: ListSource,
  held: HeldElements,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const retries = new RetryDelays();
  const begunAt = clock.now();
  while (!signal.aborted) {
    const { consumer } = source;
    if (!consumer) return;
    try {
      await consumer.giveBack(held.idsOf(consumer.lease));
      held.wasPutBack(consumer.lease);
      return;
    } catch (error) {
      // A key of the wrong type does not come right by waiting, and a stop would take all its time.
      if (isKeyError(error)) return;
      const mayWait = consumer.hasUnanswered && clock.now() - begunAt < patienceInMs;
      if (isConnectionLost(error) && !mustGiveBack(consumer, held) && !mayWait) return;
      await clock.sleep(retries.after(error), signal);
    }
  }
}

/** Whether a consumer may hold anything, as far as is known here. */
export function mayHold(consumer: ListConsumer, held: HeldElements): boolean {
  return mustGiveBack(consumer, held) || held.idsOf(consumer.lease).length > 0;
}

/** Whether a consumer is known to hold what has to go back. */
function mustGiveBack(consumer: ListConsumer, held: HeldElements): boolean {
  return held.countLeft(consumer.lease) > 0 || consumer.waiting > 0;
}
