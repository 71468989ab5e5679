import { claimIdleInMs } from '../run/let-holder-die.js';
import type { DrainEntry } from '../run/measure-drain.js';
import { onList, onStream } from './contestants.js';
import { drainScenario } from './drain-scenario.js';

const messages = { stream: 80_000, list: 30_000 };

/** What a process held when it died, beside what nobody has had yet. */
export const claims = drainScenario({
  name: 'claims',
  title: 'What a dead process held',
  conditions: `\`count: 100\`, \`claimIdleInMs: ${claimIdleInMs}\`. A process that had begun the whole backlog was killed, and another takes them over; beside it, one that gets as many new ones. Entries are claimed; elements go back to their list and are popped again. The clock runs from the first message on.`,
  entries: [...entriesOf('stream'), ...entriesOf('list')],
  targets: (['stream', 'list'] as const).map((kind) => ({
    what: labelOf(kind, 'held by a dead process'),
    against: labelOf(kind, 'new'),
    atLeast: 0.5,
  })),
  isQuick: false,
});

function entriesOf(kind: 'list' | 'stream'): DrainEntry[] {
  const { trigger } = kind === 'list' ? onList : onStream;
  const common = { ...trigger, messages: messages[kind], isTimedFromFirst: true };
  const options =
    kind === 'list'
      ? ({ count: 100, claimIdleInMs, delivery: 'atLeastOnce' } as const)
      : { count: 100, claimIdleInMs };
  return [
    { ...common, options, label: labelOf(kind, 'new') },
    { ...common, options, label: labelOf(kind, 'held by a dead process'), isHeldByDead: true },
  ];
}

function labelOf(kind: 'list' | 'stream', which: string): string {
  return kind === 'list' ? `elements at least once, ${which}` : `entries, ${which}`;
}
