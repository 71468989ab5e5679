import type { DescribeError } from '../errors/describe-error.js';
import { SendError, type SendResult } from './send-error.js';

/** The error of messages of which some were not sent, or may not have been. */
export function sendFailure(
  results: readonly SendResult[],
  place: string,
  describeError: DescribeError,
): SendError {
  const failed = results.find(({ status }) => status !== 'sent');
  const what = `${happened(results)}: ${describeError(failed?.error).message.replace(/\.$/, '')}`;
  const problem = { code: 'SEND_FAILED', place, what, remedy: remedyFor(results) } as const;
  return new SendError(problem, results, { cause: failed?.error });
}

function happened(results: readonly SendResult[]): string {
  const count = (status: SendResult['status']): number =>
    results.filter((result) => result.status === status).length;
  const [sent, notSent, unknown] = [count('sent'), count('notSent'), count('unknown')];
  if (results.length === 1)
    return notSent === 1 ? 'the message was not sent' : 'the message may have been sent, or not';
  if (notSent === results.length) return `none of ${notSent} messages was sent`;
  return `of ${results.length} messages ${sent} were sent, ${notSent} were not, and ${unknown} may have been`;
}

function remedyFor(results: readonly SendResult[]): string {
  if (results.every(({ status }) => status === 'notSent'))
    return 'Nothing was sent: send it again once the cause is gone.';
  if (results.some(({ status }) => status === 'unknown'))
    return "Look whether it is there, or send it again where it may be there twice; `duplicates: 'allowed'` does so by itself.";
  return 'Send those again that were not sent, once the cause is gone: `results` of the error says which.';
}
