import { describeError, type DescribeError, type ErrorDescription } from '../errors/describe-error.js';
import type { Secrets } from './secrets.js';

/** The most characters that are kept of each text of an error; of a stack, of its message and of its calls. */
export const mostCharacters = 8_192;

/** Describes errors without the known secrets, and no longer than is worth keeping. */
export function scrubbedDescription(secrets: Secrets): DescribeError {
  return (thrown) => scrubDescription(describeError(thrown), secrets);
}

/** The same for an error that was described. */
export function scrubDescription(
  { name, message, code, stack }: ErrorDescription,
  secrets: Secrets,
): ErrorDescription {
  const scrub = (text: string): string => secrets.scrubAndCut(text, mostCharacters);
  return {
    name: scrub(name),
    message: scrub(message),
    ...(code !== undefined && { code: scrub(code) }),
    ...(stack !== undefined && { stack: scrubStack(stack, message, scrub) }),
  };
}

/** A stack begins with the message: however long that is, the calls behind it are kept. */
function scrubStack(stack: string, message: string, scrub: (text: string) => string): string {
  if (stack.length <= mostCharacters) return scrub(stack);
  const calls = stack.indexOf(message) + message.length;
  return calls < message.length ? scrub(stack) : scrub(stack.slice(0, calls)) + scrub(stack.slice(calls));
}
