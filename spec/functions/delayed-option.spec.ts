import { expect } from 'chai';
import { defineChannel } from '../../lib/triggers/define-channel.js';
import { defineList } from '../../lib/triggers/define-list.js';
import { defineStream } from '../../lib/triggers/define-stream.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { classWith, describeClasses, describeOne } from '../support/describe-classes.js';

const connection = 'redis';

describe('The option delayed', () => {
  const isDelayed = (trigger: MethodDecorator): unknown => {
    const described = describeOne(classWith(trigger));
    return described.kind === 'pubsub' ? undefined : described.delayed;
  };

  it('is off unless it is set', () => {
    expect(isDelayed(RedisListTrigger({ connection, key: 'orders' }))).to.equal(false);
    expect(isDelayed(RedisStreamTrigger({ connection, key: 'orders', delayed: true }))).to.equal(true);
  });

  it('is on where the trigger takes a definition, unless that or the trigger says otherwise', () => {
    expect(isDelayed(RedisListTrigger(defineList('orders', { connection })))).to.equal(true);
    expect(isDelayed(RedisStreamTrigger(defineStream('orders', { connection })))).to.equal(true);
    expect(isDelayed(RedisListTrigger(defineList('orders', { connection, delayed: false })))).to.equal(false);
    expect(isDelayed(RedisListTrigger(defineList('orders', { connection }), { delayed: false }))).to.equal(
      false,
    );
  });

  it('is not for channels', () => {
    const { problems } = describeClasses([
      classWith(RedisPubSubTrigger({ connection, channel: 'news', delayed: true } as never)),
    ]);
    expect(problems.map(({ code }) => code)).to.deep.equal(['OPTION_UNKNOWN']);
    expect(problems[0]?.what).to.include('published messages cannot wait in Redis');
    expect(describeClasses([classWith(RedisPubSubTrigger(defineChannel('news', { connection })))]).problems)
      .to.be.empty;
  });
});
