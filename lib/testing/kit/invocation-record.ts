import { isError } from '../../errors/describe-error.js';
import { inspect } from 'node:util';
import type { Attempt } from '../../invocation/attempt-observer.js';
import { verdictOf, type Verdict } from '../../messages/verdict.js';
import type { RawMessage } from '../../messages/raw-message.js';

/** One attempt to handle a message. */
export interface InvocationRecord {
  readonly functionId: string;
  readonly invocationId: string;
  /** The messages that started it: one, or several with `batch: true`. */
  readonly messages: readonly RawMessage[];
  /** What the handler was called with; empty if the payload was invalid and it was not called. */
  readonly arguments: readonly unknown[];
  /** What the handler returned. */
  readonly result?: unknown;
  /** What the handler threw, if it did; also a `RetryLater`, a `Reject` or a `Drop`. */
  readonly error?: unknown;
  /** The first is 1; 0 if the payload was invalid and the handler was not called. */
  readonly attempt: number;
  readonly durationInMs: number;
}

/** The record of an attempt. */
export function recordOf({ context, ...attempt }: Attempt): InvocationRecord {
  const { functionId, invocationId, messages } = context;
  return { functionId, invocationId, messages, ...attempt };
}

/** A record in one line, for failure messages. */
export function describeRecord({ functionId, messages, attempt, error }: InvocationRecord): string {
  const texts = messages.map((message) => {
    const { trigger, message: text } = message.toModel();
    return `${trigger} ${text.length > 100 ? `${text.slice(0, 100)}…` : text}`;
  });
  const end =
    error === undefined ? '' : `, ${wordOf(error)}: ${isError(error) ? error.message : inspect(error)}`;
  return `${functionId} ← ${texts.join(' | ')} (attempt ${attempt}${end})`;
}

const words: Readonly<Record<Verdict['says'], string>> = {
  retryLater: 'postponed',
  reject: 'rejected',
  drop: 'dropped',
};

function wordOf(error: unknown): string {
  const verdict = verdictOf(error);
  return verdict ? words[verdict.says] : 'failed';
}
