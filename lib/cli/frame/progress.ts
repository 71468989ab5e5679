import type { Output } from './output.js';
import { formatCount } from './table.js';

/** How far something has come. */
export interface ProgressState {
  readonly done: number;
  /** Null where it is not known. */
  readonly total: number | null;
  readonly note: string;
  /** Whether nothing more comes, although not all may be done. */
  readonly isOver?: boolean;
}

const barWidth = 20;

/** So often a line is written where there is no terminal, in milliseconds. */
const lineEveryInMs = 1_000;

/** Shows progress: a bar that is written over at a terminal, a line now and then elsewhere. */
export class Progress {
  private shownAt = 0;

  constructor(private readonly output: Output) {}

  show(state: ProgressState): void {
    const isOver = state.isOver ?? state.done === state.total;
    if (this.output.isLive) {
      this.output.streams.stderr.write(`\r\u001b[K${bar(state)}${isOver ? '\n' : ''}`);
      return;
    }
    const now = performance.now();
    if (!isOver && this.shownAt > 0 && now - this.shownAt < lineEveryInMs) return;
    this.shownAt = now;
    this.output.log(textOf(state));
  }
}

function bar(state: ProgressState): string {
  if (state.total === null) return textOf(state);
  const filled = state.total === 0 ? barWidth : Math.floor((barWidth * state.done) / state.total);
  return `${'▓'.repeat(filled)}${'░'.repeat(barWidth - filled)} ${textOf(state)}`;
}

function textOf({ done, total, note }: ProgressState): string {
  const of = total === null ? '' : ` of ${formatCount(total)}`;
  return `${formatCount(done)}${of}${note === '' ? '' : ` · ${note}`}`;
}
