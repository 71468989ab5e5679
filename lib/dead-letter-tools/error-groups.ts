import { createHash } from 'node:crypto';
import type { DeadLetter } from '../messages/dead-letter.js';
import { normalizedMessage } from './normalized-message.js';

/** Dead letters of one error: of the same reason, error name and message, ids and numbers aside. */
export interface ErrorGroup {
  /** Eight characters that follow from reason, error and message: the same in every process. */
  readonly group: string;
  readonly reason: string;
  readonly error: string;
  /** With `#` in place of ids and numbers. */
  readonly message: string;
  readonly count: number;
  /** When the first of them failed, and the last. */
  readonly firstAt: Date;
  readonly lastAt: Date;
}

/** The group that a dead letter belongs to. */
export function groupOf({ reason, error }: DeadLetter): string {
  const parts = [reason, error.name, normalizedMessage(error.message)];
  return createHash('sha1').update(JSON.stringify(parts)).digest('hex').slice(0, 8);
}

/** Dead letters by their errors. */
export class ErrorGroups {
  private readonly groups = new Map<string, ErrorGroup>();

  add(letter: DeadLetter): void {
    const group = groupOf(letter);
    const { reason, error, failedAt } = letter;
    const known = this.groups.get(group) ?? {
      group,
      reason,
      error: error.name,
      message: normalizedMessage(error.message),
      count: 0,
      firstAt: failedAt,
      lastAt: failedAt,
    };
    this.groups.set(group, {
      ...known,
      count: known.count + 1,
      firstAt: failedAt < known.firstAt ? failedAt : known.firstAt,
      lastAt: failedAt > known.lastAt ? failedAt : known.lastAt,
    });
  }

  /** The largest first. */
  list(): ErrorGroup[] {
    return [...this.groups.values()].sort((one, other) => other.count - one.count);
  }
}
