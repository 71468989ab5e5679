import { isNativeError } from 'node:util/types';
import { isInstance } from './is-instance.js';

/** What may be logged or stored of an error; never its other properties, which may hold secrets. */
export interface ErrorDescription {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
}

/** Describes anything that was thrown. Never throws. */
export type DescribeError = (thrown: unknown) => ErrorDescription;

/** Whether it is an error, also one of another realm (`node:vm`, some test runners). */
export function isError(thrown: unknown): thrown is Error {
  return isInstance(thrown, Error) || isNativeError(thrown);
}

/**
 * Describes anything that was thrown. Only these four texts leave an error: ioredis, for one, keeps the
 * command's arguments on its errors, and those of AUTH are the password.
 */
export function describeError(thrown: unknown): ErrorDescription {
  const description = describeSafely(thrown);
  descriptions.add(description);
  return description;
}

/** Whether it is what `describeError` returned. */
export function isDescription(value: object): value is ErrorDescription {
  return descriptions.has(value);
}

const descriptions = new WeakSet<object>();

function describeSafely(thrown: unknown): ErrorDescription {
  try {
    return isError(thrown) ? describe(thrown) : { name: 'NonError', message: describeOther(thrown) };
  } catch {
    // A getter or a proxy may throw whatever is asked of it.
    return { name: 'NonError', message: 'something that cannot be looked at was thrown' };
  }
}

/** JavaScript lets the members of an error hold anything; whoever reads a description relies on texts. */
function describe({ name, message, stack, code }: Error & { code?: unknown }): ErrorDescription {
  return {
    name: typeof name === 'string' ? name : 'Error',
    message: typeof message === 'string' ? message : describeOther(message, 'is its message'),
    ...(typeof code === 'string' && code !== '' && { code }),
    ...(typeof stack === 'string' && stack !== '' && { stack }),
  };
}

/** A plain value as it is; of an object no more than of an error: its `message`, if that is a string. */
function describeOther(value: unknown, happened = 'was thrown'): string {
  if (value === null || value === undefined) return `${value} ${happened}`;
  const what = typeof value === 'object' ? `an object ${happened}` : `a ${typeof value} ${happened}`;
  const text = typeof value === 'object' ? (value as { message?: unknown }).message : value;
  const isShown = ['string', 'number', 'bigint', 'boolean', 'symbol'].includes(typeof text);
  return isShown ? `${what}: ${shorten(String(text))}` : what;
}

function shorten(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
