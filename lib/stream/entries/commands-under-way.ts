import { whenTold } from '../../time/when-told.js';

/** The reads and claims of one reader that Redis has not answered yet: what they bring is not known before that. */
export class CommandsUnderWay {
  private begun = 0;
  /** In the order in which they began. */
  private readonly open = new Set<number>();
  private readonly onAnswered = new Set<() => void>();

  /** The number of the command that began last. */
  get latest(): number {
    return this.begun;
  }

  /** The oldest command that is not answered, or the number of the next where all are. */
  get oldest(): number {
    for (const number of this.open) return number;
    return this.begun + 1;
  }

  /** A command begins. Returns its number. */
  begin(): number {
    this.open.add(++this.begun);
    return this.begun;
  }

  /** It was answered, or its connection was lost and it never will be. */
  end(number: number): void {
    this.open.delete(number);
    for (const tell of this.onAnswered) tell();
  }

  /** Resolves when all that have begun by now are answered, or when `signal` is aborted. */
  async whenAnswered(signal: AbortSignal): Promise<void> {
    const { latest } = this;
    while (this.oldest <= latest && !signal.aborted) await whenTold(this.onAnswered, signal);
  }
}
