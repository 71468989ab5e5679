/** How hand-written loops are called in the report. */
export const byHand = 'hand-written loop, ioredis';
export const byNodeRedis = 'hand-written loop, node-redis';

/** What is added to the label of those whose handler waits for Redis. */
export const incr = ', handler awaits INCR';

/** Who drains a list. */
export const onList = {
  trigger: { contestant: 'contestants/list-trigger', source: 'list' },
  byHand: { contestant: 'contestants/list-loop', source: 'list' },
  byNodeRedis: { contestant: 'peers/node-redis-list-loop', source: 'list' },
} as const;

/** Who drains a stream. */
export const onStream = {
  trigger: { contestant: 'contestants/stream-trigger', source: 'stream' },
  byHand: { contestant: 'contestants/stream-loop', source: 'stream' },
  byNodeRedis: { contestant: 'peers/node-redis-stream-loop', source: 'stream' },
} as const;
