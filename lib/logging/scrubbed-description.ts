import { describeError, type DescribeError, type ErrorDescription } from '../errors/describe-error.js';
import type { Secrets } from './secrets.js';

/** Describes errors without the known secrets. */
export function scrubbedDescription(secrets: Secrets): DescribeError {
  return (thrown) => {
    const texts = Object.entries(describeError(thrown)) as [keyof ErrorDescription, string][];
    const scrubbed = texts.map(([name, text]) => [name, secrets.scrub(text)] as const);
    return Object.fromEntries(scrubbed) as unknown as ErrorDescription;
  };
}
