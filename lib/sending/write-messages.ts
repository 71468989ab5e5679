import { isPayloadError } from '../binding/payload-error.js';
import type { Problem } from '../errors/problem.js';
import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import { isPromiseLike } from '../time/is-promise-like.js';
import type { MessageWriter } from './content/message-writer.js';
import type { WrittenMessage } from './content/written-message.js';
import { SendError, type SendResult } from './send-error.js';

/** What writing messages takes. */
export interface WritingOptions {
  readonly write: MessageWriter;
  /** Makes sure of what a trigger would decode; undefined without a payload. */
  readonly validate: ((decoded: unknown) => unknown) | undefined;
  /** Who sends them, as errors say it. */
  readonly place: string;
}

/** The most problems that one error lists: a mistake that is in one of many messages is in all of them as a rule. */
const mostProblems = 20;

/**
 * Writes all messages, and has each validated as the trigger that gets it will validate it. At once where nothing has to be
 * waited for. Throws or rejects with SEND_INVALID, which names all that are invalid.
 */
export function writeMessages(
  inputs: readonly unknown[],
  options: WritingOptions,
): WrittenMessage[] | Promise<WrittenMessage[]> {
  const written: WrittenMessage[] = [];
  const errors = new Map<number, unknown>();
  const waits: Promise<unknown>[] = [];
  const refuse = (index: number, error: unknown): void => {
    if (!isPayloadError(error)) throw error;
    errors.set(index, error);
  };
  for (const [index, input] of inputs.entries()) {
    try {
      const message = options.write(input);
      written.push(message);
      const validated = options.validate?.(message.decoded);
      if (isPromiseLike(validated))
        waits.push(Promise.resolve(validated).catch((error: unknown) => refuse(index, error)));
    } catch (error) {
      refuse(index, error);
    }
  }
  if (waits.length === 0) {
    assertNone(errors, inputs.length, options.place);
    return written;
  }
  return Promise.all(waits).then(() => {
    assertNone(errors, inputs.length, options.place);
    return written;
  });
}

function assertNone(errors: ReadonlyMap<number, unknown>, count: number, place: string): void {
  if (errors.size === 0) return;
  const results: SendResult[] = Array.from({ length: count }, (_, index) => ({
    status: 'notSent',
    ...(errors.has(index) && { error: errors.get(index) }),
  }));
  const all = [...errors].sort(([one], [other]) => one - other);
  const problems = all.slice(0, mostProblems).map(([index, error]): Problem => {
    const which = count === 1 ? 'the message' : `message ${index + 1} of ${count}`;
    return { code: 'SEND_INVALID', place, what: `${which} is invalid: ${reasonOf(error)}` };
  });
  const [first] = problems;
  if (!first) return;
  const what = `${errors.size} of ${count} messages are invalid`;
  const problem: Problem = problems.length === 1 ? first : { code: 'SEND_INVALID', place, what };
  throw new SendError(problem, results, { problems, cause: all[0]?.[1] });
}

/** Without the place and the remedy, which speak of what was received. */
function reasonOf(error: unknown): string {
  const [problem] = error instanceof RedisTriggersError ? error.problems : [];
  return (problem?.what ?? '').replace(/^the payload is invalid: /, '');
}
