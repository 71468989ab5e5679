import { SendCalls } from '../../sending/send-calls.js';
import type { PageSource } from '../page-source.js';
import { RequestProblem } from './change-requests.js';

/** What messages are sent with, as by a sender of the program: on the clients of its functions. */
export function sendCallsOf(source: PageSource, timeoutInMs: number): SendCalls {
  const { functions = [], describeError } = source;
  return new SendCalls({
    settings: { get: () => undefined },
    resolve(reference) {
      const found = functions.find(({ connection }) => connection === reference);
      if (found) return source.targetOf(found);
      throw new RequestProblem('there is no such connection');
    },
    connect: (target) => source.clientOf(target),
    describeError,
    timeoutInMs,
  });
}
