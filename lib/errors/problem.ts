import { errorCodes, type ErrorCode } from './error-codes.js';

/** One thing that is wrong, where, and what mends it. */
export interface Problem {
  readonly code: ErrorCode;
  /** Where it is: a function (`Orders.onOrder`), a connection's name, a file. */
  readonly place: string;
  /** What is wrong, as a sentence without its final full stop. */
  readonly what: string;
  /** What mends it; the code's general remedy unless told. */
  readonly remedy?: string;
}

/** A problem as one line of text: `Orders.onOrder: what is wrong. The remedy. [CODE]`. */
export function formatProblem({ code, place, what, remedy = errorCodes[code].remedy }: Problem): string {
  const end = /[.!?]$/.test(remedy) ? '' : '.';
  return `${place}: ${what}. ${remedy}${end} [${code}]`;
}
