import { expect } from 'chai';
import { ownTriggerMetadata } from '../../lib/metadata/trigger-metadata.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';

class Ported {
  @RedisPubSubTrigger({ ConnectionString: '127.0.0.1:6379', Channel: 'channel' })
  onMessage(): void {
    // only its metadata is looked at
  }

  @RedisListTrigger({
    connectionStringSetting: 'redisLocalhost',
    key: 'listTest',
    pollingIntervalInMs: 100,
    messagesPerWorker: 10,
    count: 1,
    listPopFromBeginning: false,
  })
  onElement(): void {
    // only its metadata is looked at
  }

  @RedisStreamTrigger({ ConnectionString: '127.0.0.1:6379', Keys: 'streamTest', DeleteAfterProcess: true })
  onEntry(): void {
    // only its metadata is looked at
  }
}

describe('the decorators', () => {
  it('take the options of ported code and record them as they are', () => {
    const records = ownTriggerMetadata(Ported.prototype);
    expect(records.map(({ kind, method, target }) => [kind, method, target])).to.deep.equal([
      ['pubsub', 'onMessage', 'method'],
      ['list', 'onElement', 'method'],
      ['stream', 'onEntry', 'method'],
    ]);
    expect(records[0]?.options).to.deep.equal({ ConnectionString: '127.0.0.1:6379', Channel: 'channel' });
  });

  it('do not compile without a connection or a key', () => {
    // @ts-expect-error: the connection is missing
    RedisListTrigger({ key: 'a' });
    // @ts-expect-error: the key is missing
    RedisListTrigger({ connection: 'a' });
    // @ts-expect-error: there is no such option
    RedisListTrigger({ connection: 'a', key: 'b', cuont: 1 });
    // @ts-expect-error: an option of streams
    RedisListTrigger({ connection: 'a', key: 'b', deleteAfterProcess: true });
  });
});
