import type { ErrorDescription } from '../../errors/describe-error.js';

/** What OpenTelemetry has for an error that it cannot name. */
const other = '_OTHER';

/** So many types of errors are told apart: each is a time series of its own. */
const mostTypes = 50;

/** Such as `TypeError`, `ECONNREFUSED`, `PAYLOAD_INVALID`. */
const word = /^[A-Za-z_][\w.:-]{0,79}$/;

/** The type of an error: its code, or else its name; a text that is no word may hold anything, also of a message. */
export function errorType({ code, name }: Pick<ErrorDescription, 'code' | 'name'>): string {
  return [code, name].find((text) => text !== undefined && word.test(text)) ?? other;
}

/** The types of errors that metrics may have. What comes when there are too many is of no type of its own. */
export class ErrorTypes {
  private readonly known = new Set<string>();

  of(error: Pick<ErrorDescription, 'code' | 'name'>): string {
    const type = errorType(error);
    if (!this.known.has(type) && this.known.size >= mostTypes) return other;
    this.known.add(type);
    return type;
  }
}
