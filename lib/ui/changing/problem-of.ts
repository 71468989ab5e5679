import { isError } from '../../errors/describe-error.js';
import { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import { MessageRefused } from '../../operating/message-refused.js';
import { NotPermitted, RequestProblem } from './change-requests.js';

/** What is wrong is what was asked for, and not Redis. */
const faultsOfTheRequest: ReadonlySet<string> = new Set([
  'PAYLOAD_INVALID',
  'FUNCTION_UNKNOWN',
  'SEND_INVALID',
  'SEND_OPTION_INVALID',
]);

/** Why something could not be done. What is not ours is told without its stack, and without passwords. */
export function problemOf(
  error: unknown,
  scrub: (text: string) => string,
): { readonly status: number; readonly message: string; readonly code?: string } {
  const message = scrub(isError(error) ? error.message : String(error));
  if (error instanceof NotPermitted) return { status: 403, message };
  if (error instanceof RequestProblem || error instanceof MessageRefused) return { status: 400, message };
  if (!(error instanceof RedisTriggersError)) return { status: 502, message };
  return { status: faultsOfTheRequest.has(error.code) ? 400 : 502, message, code: error.code };
}
