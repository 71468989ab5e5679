import { expect } from 'chai';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import type { GapEvent } from '../../lib/events/runtime-events.js';
import { Recorder } from '../support/recorder.js';
import { describeOnRedis, redisName as connection } from '../support/test-redis.js';

/** The connection is asked every second; the rest is for a slow machine. */
const mostBeforeInMs = 6_000;

const subscriptions = {
  'of a channel': { channel: 'news' },
  'of a pattern': { channel: 'news*' },
  'of an exclusive function': { channel: 'news', exclusive: true },
  'of keyspace notifications': { channel: '__keyevent@0__:del', configureKeyspaceNotifications: true },
} as const;

describeOnRedis('A gap', (redis) => {
  for (const [what, options] of Object.entries(subscriptions)) {
    it(`${what} begins before its connection was lost, and ends when it is subscribed again`, async () => {
      class News {
        @RedisPubSubTrigger({ connection, ...options })
        onNews(): void {
          // Only the gap matters.
        }
      }
      const startedAt = Date.now();
      const runtime = await redis.createRuntime([News]);
      const gaps = new Recorder<GapEvent>();
      runtime.on('gap', gaps.add);
      await runtime.start();
      const lostAt = Date.now();
      await redis.client.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
      const killedAt = Date.now();
      const [gap] = await gaps.until(1);
      const { since, until, durationInMs, reason } = gap!;
      expect(since.getTime()).to.be.within(Math.max(startedAt, lostAt - mostBeforeInMs) - 1, killedAt);
      expect(until.getTime()).to.be.within(lostAt, Date.now());
      expect(durationInMs).to.equal(until.getTime() - since.getTime());
      expect(reason).to.equal('connection-lost');
      expect(gap).not.to.have.property('blockedForInMs');
    });
  }
});
