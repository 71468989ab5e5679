import type { Problem } from '../../errors/problem.js';
import { errorCodes, type ErrorCode } from '../../errors/error-codes.js';

/** Something that `check` found, with its remedy. */
export type Finding = Required<Problem>;

/** A finding; without a remedy it has that of its code. */
export function finding(code: ErrorCode, place: string, what: string, remedy?: string): Finding {
  return { code, place, what, remedy: remedy ?? errorCodes[code].remedy };
}
