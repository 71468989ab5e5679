import { expect } from 'chai';
import { createSender } from 'redis-triggers';
import { createTestRuntime, FakeRedis, VirtualClock } from 'redis-triggers/testing';
import { Reports, reports, written } from '../../../examples/recipes/cron.js';
import { PassOn, Orders, oldOrders, newOrders, shipped } from '../../../examples/recipes/list-to-stream.js';
import { Answers, ask } from '../../../examples/recipes/request-reply.js';
import { beginSession, ended, Sessions } from '../../../examples/recipes/expired-keys.js';
import * as traces from '../../../examples/recipes/traces.js';
import { events, place, seen, Statistics } from '../../../examples/recipes/typed-messages.js';
import { startTracing } from '../../support/open-telemetry.js';
import { failureOf, onBoth, onFake } from './on-both.js';

describe('the recipes about sending', function () {
  this.timeout(60_000);

  it('writes a report at the beginning of every day, once', async () => {
    written.length = 0;
    const clock = new VirtualClock(Date.parse('2030-01-01T23:59:50Z'));
    await using redis = new FakeRedis({ clock });
    await using test = await createTestRuntime({ handlers: [Reports], redis });
    // Two processes that start each push the first one.
    const first = { day: '2030-01-01' };
    await test.push(reports, [first, first]);
    await test.attempted('Reports.onReport', 1);
    await test.settled();
    expect(written).to.deep.equal(['2030-01-01']);
    await clock.advance(9_000);
    expect(test.invocations('Reports.onReport')).to.have.length(1);
    await clock.advance(2_000);
    await test.attempted('Reports.onReport', 2);
    await test.settled();
    expect(written).to.deep.equal(['2030-01-01', '2030-01-02']);
  });

  onBoth('asks and gets an answer', async ({ choice }) => {
    await using test = await createTestRuntime({ handlers: [Answers], redis: choice });
    expect(await ask(test.redis, test.runtime.sender, 'tea?', 10_000)).to.equal('TEA?');
  });

  it('asks in vain where nobody answers', async () => {
    await using test = await createTestRuntime({ handlers: [Statistics], redis: 'fake' });
    const error = await failureOf(ask(test.redis, test.runtime.sender, 'tea?', 50));
    expect(error).to.have.property('name', 'AbortError');
  });

  onBoth('tells types of messages apart, and sends no wrong one', async ({ choice }) => {
    seen.length = 0;
    await using test = await createTestRuntime({ handlers: [Statistics], redis: choice });
    await place(test.runtime.sender, 1, 4.5);
    await test.add(events, { type: 'cancelled', order: 2, reason: 'too late' });
    await test.settled();
    expect(seen.sort()).to.deep.equal(['1 for 4.5', '2 not, because too late']);
    const error = await failureOf(place(test.runtime.sender, 3, -1));
    expect(error).to.have.property('code', 'SEND_INVALID');
  });

  onBoth('moves a list to a stream while senders change over', async ({ choice, client }) => {
    shipped.length = 0;
    await client.rpush('orders', '{"id":1}'); // from before
    await using test = await createTestRuntime({ handlers: [PassOn, Orders], redis: choice });
    await test.push(oldOrders, { id: 2 }); // an old sender
    await test.add(newOrders, { id: 3 }); // a new one
    await test.settled();
    expect(shipped.sort()).to.deep.equal([1, 2, 3]);
    expect(await client.llen('orders')).to.equal(0);
  });

  onBoth('ends a session that has expired, once', async ({ choice, client }) => {
    ended.length = 0;
    const overrides = [['redis', client]] as const;
    await using test = await createTestRuntime({ handlers: [Sessions], redis: choice, overrides });
    await beginSession(client, 'a', 20);
    await test.attempted('Sessions.onExpired', 1);
    await test.settled();
    expect(ended).to.deep.equal(['a']);
  });

  onBoth('ends sessions that expired while nobody listened', async ({ choice, client }) => {
    ended.length = 0;
    await client.zadd('sessions', 1, 'missed', Date.now() + 60_000, 'later');
    const overrides = [['redis', client]] as const;
    await using test = await createTestRuntime({ handlers: [Sessions], redis: choice, overrides });
    await test.get(Sessions).endOverdue();
    expect(ended).to.deep.equal(['missed']);
  });

  it('has one trace from the sender to the handler', async () => {
    const tracing = startTracing();
    try {
      await onFake(async ({ choice, address }) => {
        await using test = await createTestRuntime({ handlers: [traces.Orders], redis: choice });
        await traces.observeRuntime(test.runtime);
        await using sender = createSender({ connections: { redisLocalhost: address } });
        await traces.observeSender(sender);
        await tracing.provider.getTracer('a web server').startActiveSpan('POST /orders', async (span) => {
          await sender.add(traces.orders, { id: 1 });
          span.end();
        });
        await test.settled();
      });
      const spans = await tracing.spans.until(3);
      expect(spans.map(({ name }) => name)).to.include.members(['POST /orders', 'process orders']);
      expect(new Set(spans.map((span) => span.spanContext().traceId)).size).to.equal(1);
    } finally {
      await tracing.end();
    }
  });
});
