import { ListElement } from '../../lib/messages/list-element.js';
import { makeInvoker } from '../../spec/support/make-invoker.js';
import { spreadOf, type Spread } from '../report/statistics.js';
import { plainText } from '../side/stamp.js';
import { handledSoFar, type PipelineCase } from './cases.js';

/** How many are under way, as with a listener's `concurrency: 100`. */
const atOnce = 100;

/**
 * Microseconds of CPU time for each message, from its bytes to its outcome: the median, smallest and largest of the
 * rounds.
 */
export async function measurePipeline(
  { handlerClass, label }: PipelineCase,
  { messages, rounds }: { messages: number; rounds: number },
): Promise<Spread> {
  const invoker = await makeInvoker(handlerClass);
  const body = Buffer.from(plainText());
  const handleMany = async (): Promise<void> => {
    const outcomes = Array.from({ length: atOnce }, () => invoker.execute([new ListElement('bench', body)]));
    // A handler that waits for nothing has ended already.
    for (const outcome of outcomes) if (outcome instanceof Promise) await outcome;
  };
  const turns = Math.ceil(messages / atOnce);
  const before = handledSoFar();
  const times: number[] = [];
  // The first round warms up, and does not count.
  for (let round = 0; round <= rounds; round++) {
    const began = process.cpuUsage();
    for (let turn = 0; turn < turns; turn++) await handleMany();
    // By the wall clock, other work on the machine would count.
    const { user, system } = process.cpuUsage(began);
    times.push((user + system) / turns / atOnce);
  }
  const handled = handledSoFar() - before;
  if (handled !== turns * atOnce * (rounds + 1)) throw new Error(`${label} handled ${handled} messages`);
  return spreadOf(times.slice(1));
}
