import { expect } from 'chai';
import type { RuntimeEventName } from '../../lib/events/runtime-events.js';
import { createRuntime } from '../../lib/create-runtime.js';
import { Drop } from '../../lib/messages/drop.js';
import { RetryLater } from '../../lib/messages/retry-later.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { classWith } from '../support/describe-classes.js';
import { Recorder } from '../support/recorder.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { describeOnRedis, redisName as connection } from '../support/test-redis.js';

interface Heard {
  readonly name: RuntimeEventName;
  readonly event: object;
}

const names: readonly RuntimeEventName[] = [
  ...(['functionStarted', 'invocationSucceeded', 'invocationFailed', 'invocationRetried'] as const),
  ...(['messageDeadLettered', 'messageSkipped', 'messagesLost'] as const),
  ...(['listenerLost', 'listenerFailed'] as const),
  ...(['invocationDropped', 'invocationPostponed'] as const),
  ...(['listenerRecovered', 'gap', 'stopping', 'stopped'] as const),
];

describeOnRedis('The events of a runtime', (redis) => {
  const logger = new RecordingLogger();

  /** A runtime with everything it tells, from before its start. */
  async function listen(handlers: object): Promise<{ runtime: Runtime; heard: Recorder<Heard> }> {
    const heard = new Recorder<Heard>();
    const runtime = await createRuntime({
      handlers: [handlers as never],
      connections: { [connection]: redis.connection },
      logger,
    });
    for (const name of names) runtime.on(name, (event) => heard.add({ name, event }));
    await runtime.start();
    return { runtime, heard };
  }

  const of = ({ items }: Recorder<Heard>, wanted: RuntimeEventName): object[] =>
    items.filter(({ name }) => name === wanted).map(({ event }) => event);

  const once = (heard: Recorder<Heard>, wanted: RuntimeEventName): Promise<unknown> =>
    heard.untilTrue((items) => items.some(({ name }) => name === wanted), wanted);

  it('tell of a message that succeeds at the second attempt, and of the stop', async () => {
    let attempts = 0;
    const retry = { strategy: 'fixedDelay', maxRetryCount: 1, delayIntervalInMs: 1 } as const;
    const trigger = RedisListTrigger({ connection, key: 'orders', retry });
    const { runtime, heard } = await listen(
      classWith(trigger, () => {
        attempts += 1;
        if (attempts === 1) throw new Error('not yet');
      }),
    );
    await redis.client.rpush('orders', 'the secret content');
    await once(heard, 'invocationSucceeded');
    await runtime.stop();
    expect(heard.items.map(({ name }) => name)).to.deep.equal([
      ...['functionStarted', 'invocationRetried', 'invocationSucceeded', 'stopping', 'stopped'],
    ]);
    const subject = { functionId: 'Handlers.run', kind: 'list', connection };
    expect(of(heard, 'functionStarted')[0]).to.deep.include({ ...subject, sources: ['orders'] });
    const [retried] = of(heard, 'invocationRetried') as [{ error: Error }];
    const attempt = { ...subject, source: 'orders', deliveryCount: 1 };
    expect(retried).to.include({ ...attempt, attempt: 1, delayInMs: 1 });
    expect(retried.error).to.include({ name: 'Error', message: 'not yet' });
    const [succeeded] = of(heard, 'invocationSucceeded') as [{ durationInMs: number }];
    expect(succeeded)
      .to.include({ ...attempt, attempt: 2 })
      .and.not.have.property('entryId');
    expect(succeeded.durationInMs).to.be.above(0);
    expect(of(heard, 'stopped')[0]).to.include({ functions: 1, unfinished: 0 });
    expect(JSON.stringify(heard.items)).to.not.include('secret content');
  });

  it('tell what verdicts made of messages, and of one that orderBy gave no lane for', async () => {
    const orderBy = (_model: unknown, { body }: { body: Buffer }): string => {
      if (body.toString() === 'c') throw new Error('no key');
      return 'all';
    };
    let isFirst = true;
    const handlers = classWith(RedisListTrigger({ connection, key: 'orders', orderBy }), () => {
      if (!isFirst) throw new Drop('not of interest');
      isFirst = false;
      throw new RetryLater({ delayInMs: 1 });
    });
    const { runtime, heard } = await listen(handlers);
    await redis.client.rpush('orders', 'a', 'b', 'c');
    const dropped = (items: readonly { name: string }[]): boolean =>
      items.filter(({ name }) => name === 'invocationDropped').length === 2;
    await heard.untilTrue(dropped, 'both to be dropped');
    await once(heard, 'messageDeadLettered');
    await runtime.stop();
    expect(of(heard, 'invocationPostponed')).to.have.length(1);
    expect(of(heard, 'invocationPostponed')[0]).to.include({ source: 'orders', attempt: 1, delayInMs: 1 });
    expect(of(heard, 'invocationFailed')).to.have.length(1);
    expect(of(heard, 'invocationFailed')[0]).to.include({ attempt: 0, reason: 'handler-failed' });
    const expected = { dropped: 2, postponed: 1, failed: 1, succeeded: 0 };
    expect(runtime.health().functions['Handlers.run']).to.include(expected);
  });

  it('tell where the dead letter of a message is', async () => {
    const trigger = RedisStreamTrigger({ connection, key: 'entries', maxDeliveryCount: 1 });
    const { runtime, heard } = await listen(classWith(trigger, () => Promise.reject(new Error('never'))));
    const entryId = await redis.client.xadd('entries', '*', 'a', '1');
    await once(heard, 'messageDeadLettered');
    await runtime.stop();
    const attempt = { source: 'entries', entryId, attempt: 1, deliveryCount: 1, reason: 'handler-failed' };
    expect(of(heard, 'invocationFailed')[0]).to.include(attempt);
    const key = '{entries}:dead-letter:Handlers.run';
    const [[id] = []] = await redis.client.xrange(key, '-', '+');
    const expected = { ...attempt, deadLetterKey: key, deadLetterId: id };
    expect(of(heard, 'messageDeadLettered')[0]).to.include(expected);
  });

  it('tell of an entry that was delivered too often, which no handler sees, as the log and health do', async () => {
    logger.lines.length = 0;
    await redis.client.xgroup('CREATE', 'entries', 'Handlers.run', '0', 'MKSTREAM');
    const entryId = (await redis.client.xadd('entries', '*', 'a', '1')) ?? '';
    await redis.client.xreadgroup('GROUP', 'Handlers.run', 'dead', 'COUNT', 1, 'STREAMS', 'entries', '>');
    const dead = [
      'entries',
      'Handlers.run',
      'dead',
      0,
      entryId,
      'IDLE',
      1_000,
      'RETRYCOUNT',
      5,
      'JUSTID',
    ] as const;
    await redis.client.call('XCLAIM', ...dead);
    const trigger = RedisStreamTrigger({ connection, key: 'entries', claimIdleInMs: 100 });
    const { runtime, heard } = await listen(classWith(trigger));
    await once(heard, 'messageDeadLettered');
    await runtime.stop();
    const refused = { entryId, attempt: 0, deliveryCount: 5, reason: 'too-many-deliveries' };
    expect(of(heard, 'invocationFailed')).to.have.length(1);
    expect(of(heard, 'invocationFailed')[0]).to.include(refused);
    expect(of(heard, 'messageDeadLettered')[0]).to.include(refused);
    expect(runtime.health().functions['Handlers.run']).to.include({ failed: 1 });
    const lines = logger.lines.filter(({ text }) => text === 'a message failed before it could be run');
    expect(lines.map(({ level }) => level)).to.deep.equal(['error']);
  });

  it('tell of a listener that is lost and recovers, once, and of the gap', async () => {
    const { runtime, heard } = await listen(classWith(RedisPubSubTrigger({ connection, channel: 'news' })));
    await redis.client.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
    await once(heard, 'listenerRecovered');
    await runtime.stop();
    for (const name of ['listenerLost', 'listenerRecovered', 'gap'] as const) {
      expect(of(heard, name), name).to.have.length(1);
    }
    const [gap] = of(heard, 'gap') as [{ since: Date; until: Date; durationInMs: number }];
    expect(gap).to.include({ functionId: 'Handlers.run', channel: 'news', reason: 'connection-lost' });
    expect(gap.until.getTime()).to.be.closeTo(Date.now(), 60_000);
    expect(gap.until.getTime() - gap.since.getTime()).to.equal(gap.durationInMs);
    expect(runtime.health().functions['Handlers.run']).to.include({ gaps: 1 });
  });

  it('go on when a listener throws, which is logged once', async () => {
    const { runtime, heard } = await listen(classWith(RedisListTrigger({ connection, key: 'orders' })));
    runtime.on('invocationSucceeded', () => {
      throw new Error('bad metrics');
    });
    await redis.client.rpush('orders', 'a', 'b');
    await heard.untilTrue(
      (items) => items.filter(({ name }) => name === 'invocationSucceeded').length === 2,
      'both',
    );
    await runtime.stop();
    const lines = logger.lines.filter(({ text }) => text === 'an event listener failed');
    expect(lines.map(({ fields }) => fields.event)).to.deep.equal(['invocationSucceeded']);
    logger.lines.length = 0;
  });
});
