import { randomUUID } from 'node:crypto';
import type { ShownChange } from '../shapes.js';
import { LetterChange, type ChangePlan, type ChangeSurroundings } from './letter-change.js';

/** So many of those that are over are shown. */
const mostKept = 10;

/** Two who replay at once are of no harm, but each keeps a number a message in memory. */
const mostAtOnce = 5;

/** The replays and removals of this process, the newest first. They end with it. */
export class LetterChanges {
  private changes: readonly LetterChange[] = [];

  /** Begins one; undefined where too many are under way. */
  begin(
    plan: ChangePlan,
    surroundings: ChangeSurroundings,
    onEnded: (shown: ShownChange) => void,
  ): LetterChange | undefined {
    if (this.changes.filter(({ isRunning }) => isRunning).length >= mostAtOnce) return undefined;
    const begun = new LetterChange(randomUUID(), plan, surroundings, (change) => onEnded(change.shown));
    const running = this.changes.filter(({ isRunning }) => isRunning);
    const over = this.changes.filter(({ isRunning }) => !isRunning);
    for (const each of over.slice(mostKept)) each.stop();
    this.changes = [begun, ...running, ...over.slice(0, mostKept)];
    return begun;
  }

  find(id: string): LetterChange | undefined {
    return this.changes.find((each) => each.id === id);
  }

  list(): ShownChange[] {
    return this.changes.map(({ shown }) => shown).sort((one, other) => other.startedAt - one.startedAt);
  }

  close(): void {
    for (const each of this.changes) each.stop();
  }
}
