import type { DrainEntry } from '../run/measure-drain.js';
import { byHand, byNodeRedis, incr, onStream } from './contestants.js';
import { drainScenario } from './drain-scenario.js';

const trigger = 'stream trigger';
const conditions =
  'A backlog in one stream, one group; every entry is acknowledged after its own success. A hand-written loop hands on what its client gave it, the trigger a `RedisMessageModel`.';

/** Ten entries a read. */
export const stream10 = drainScenario({
  name: 'stream-10',
  title: 'Stream, `count: 10`',
  conditions,
  entries: entriesOf(10, { loop: 60_000, io: 120_000, loopOfIo: 50_000 }),
  targets: [
    { what: trigger, against: byHand, atLeast: 2.5 },
    { what: trigger + incr, against: byHand + incr, atLeast: 1.8 },
  ],
});

/** A hundred entries a read. */
export const stream100 = drainScenario({
  name: 'stream-100',
  title: 'Stream, `count: 100`',
  conditions,
  entries: [
    ...entriesOf(100, { loop: 200_000, io: 200_000, loopOfIo: 180_000 }),
    { label: byNodeRedis, ...onStream.byNodeRedis, messages: 300_000, options: { count: 100 } },
  ],
  targets: [
    { what: trigger, against: byHand, atLeast: 1.75 },
    { what: trigger, against: byNodeRedis, atLeast: 1.2 },
    { what: trigger + incr, against: byHand + incr, atLeast: 1.2 },
  ],
});

function entriesOf(count: number, messages: { loop: number; io: number; loopOfIo: number }): DrainEntry[] {
  const options = { count };
  const io = { options, handler: 'io' } as const;
  return [
    { label: trigger, ...onStream.trigger, messages: 300_000, options },
    { label: byHand, ...onStream.byHand, messages: messages.loop, options },
    { label: trigger + incr, ...onStream.trigger, messages: messages.io, ...io },
    { label: byHand + incr, ...onStream.byHand, messages: messages.loopOfIo, ...io },
  ];
}
