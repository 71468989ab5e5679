import type { DrainEntry } from '../run/measure-drain.js';
import { byHand, byNodeRedis, incr, onList } from './contestants.js';
import { drainScenario } from './drain-scenario.js';

const trigger = 'list trigger';
const prefetching = 'list trigger, `prefetch: count`';
const atLeastOnce = 'list trigger, at least once';
const conditions =
  'A backlog in one list. A hand-written loop loses what it has popped when it crashes; so does the plain trigger.';

/** Ten elements a pop. */
export const list10 = drainScenario({
  name: 'list-10',
  title: 'List, `count: 10`',
  conditions,
  entries: entriesOf(10, { plain: 120_000, prefetching: 250_000, atLeastOnce: 150_000, io: 120_000 }),
  targets: [
    { what: trigger, against: byHand, atLeast: 0.9 },
    { what: prefetching, against: byHand, atLeast: 1.6 },
    { what: atLeastOnce, against: byHand, atLeast: 0.4 },
    { what: trigger + incr, against: byHand + incr, atLeast: 0.9 },
  ],
});

/** A hundred elements a pop. */
export const list100 = drainScenario({
  name: 'list-100',
  title: 'List, `count: 100`',
  conditions,
  entries: [
    ...entriesOf(100, { plain: 800_000, prefetching: 1_000_000, atLeastOnce: 300_000, io: 250_000 }),
    { label: byNodeRedis, ...onList.byNodeRedis, messages: 800_000, options: { count: 100 } },
  ],
  targets: [
    { what: trigger, against: byHand, atLeast: 0.9 },
    { what: prefetching, against: byHand, atLeast: 1.1 },
    { what: trigger, against: byNodeRedis, atLeast: 0.8 },
    { what: trigger + incr, against: byHand + incr, atLeast: 0.9 },
  ],
});

function entriesOf(
  count: number,
  messages: { plain: number; prefetching: number; atLeastOnce: number; io: number },
): DrainEntry[] {
  const options = { count };
  const io = { options, handler: 'io' } as const;
  return [
    { label: trigger, ...onList.trigger, messages: messages.plain, options },
    { label: byHand, ...onList.byHand, messages: messages.plain, options },
    {
      label: prefetching,
      ...onList.trigger,
      messages: messages.prefetching,
      options: { count, prefetch: count },
    },
    {
      label: atLeastOnce,
      ...onList.trigger,
      messages: messages.atLeastOnce,
      options: { count, delivery: 'atLeastOnce' },
    },
    { label: trigger + incr, ...onList.trigger, messages: messages.io, ...io },
    { label: byHand + incr, ...onList.byHand, messages: messages.io, ...io },
  ];
}
