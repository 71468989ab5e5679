import type { DrainEntry } from '../run/measure-drain.js';
import { byHand, onList, onStream } from './contestants.js';
import { drainScenario, type DrainTarget } from './drain-scenario.js';

/** Handlers that return no promise: what is faster for the others must not be slower for them. */
export const synchronous = drainScenario({
  name: 'synchronous',
  title: 'Synchronous handlers',
  conditions: 'As above, with handlers that return nothing.',
  entries: [
    ...pair('stream', 10, { trigger: 200_000, byHand: 60_000 }),
    ...pair('stream', 100, { trigger: 300_000, byHand: 200_000 }),
    ...pair('list', 10, { trigger: 120_000, byHand: 120_000 }),
    ...pair('list', 100, { trigger: 800_000, byHand: 800_000 }),
  ],
  targets: [
    target('stream', 10, 2.5),
    target('stream', 100, 1.75),
    target('list', 10, 0.9),
    target('list', 100, 0.9),
  ],
  isQuick: false,
});

function pair(
  kind: 'list' | 'stream',
  count: number,
  messages: { trigger: number; byHand: number },
): DrainEntry[] {
  const who = kind === 'list' ? onList : onStream;
  const rest = { options: { count }, handler: 'sync' } as const;
  return [
    { label: triggerOf(kind, count), ...who.trigger, messages: messages.trigger, ...rest },
    { label: loopOf(kind, count), ...who.byHand, messages: messages.byHand, ...rest },
  ];
}

function target(kind: 'list' | 'stream', count: number, atLeast: number): DrainTarget {
  return { what: triggerOf(kind, count), against: loopOf(kind, count), atLeast };
}

function triggerOf(kind: string, count: number): string {
  return `${kind} trigger, \`count: ${count}\``;
}

function loopOf(kind: string, count: number): string {
  return `${byHand}, ${kind}, \`count: ${count}\``;
}
