import { errorCodes, type ErrorCode } from './error-codes.js';

/** One thing that is wrong, where it is, and how to fix it. */
export interface Problem {
  readonly code: ErrorCode;
  /** Where it is: a function (`Orders.onOrder`), a connection's name, a file. */
  readonly place: string;
  /** What is wrong, as a sentence without its final period. */
  readonly what: string;
  /** How to fix it. Default: the general remedy of the code. */
  readonly remedy?: string;
}

/** A problem as one line of text: `Orders.onOrder: what is wrong. The remedy. [CODE]`. */
export function formatProblem({ code, place, what, remedy = errorCodes[code].remedy }: Problem): string {
  const end = /[.!?]$/.test(remedy) ? '' : '.';
  return `${place}: ${what}. ${remedy}${end} [${code}]`;
}
