import { describeError } from '../../errors/describe-error.js';

/** What the attempt before failed with, as `retryContext.exception` of Azure has it. */
export interface RetryException {
  readonly message: string;
  readonly source: string;
  readonly stackTrace: string;
}

export function retryException(thrown: unknown): RetryException {
  const { name, message, stack = '' } = describeError(thrown);
  return { message, source: name, stackTrace: stack };
}
