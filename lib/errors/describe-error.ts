import { inspect } from 'node:util';

/** What may be logged or stored of an error: never its other properties, which can hold secrets. */
export interface ErrorDescription {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
}

/** Describes anything that was thrown. */
export type DescribeError = (thrown: unknown) => ErrorDescription;

/**
 * Describes anything that was thrown. Only these four texts leave an error: ioredis, for one, keeps the
 * command's arguments on its errors, and those of AUTH are the password.
 */
export function describeError(thrown: unknown): ErrorDescription {
  if (!(thrown instanceof Error)) {
    return { name: 'NonError', message: `${typeof thrown} was thrown: ${shorten(textOf(thrown))}` };
  }
  const { name, message, stack } = thrown;
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;
  return { name, message, ...(code && { code }), ...(stack && { stack }) };
}

function textOf(thrown: unknown): string {
  try {
    return inspect(thrown, { depth: 1, breakLength: Infinity, customInspect: false });
  } catch {
    return 'a value without a text';
  }
}

function shorten(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
