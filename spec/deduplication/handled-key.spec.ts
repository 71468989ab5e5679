import { expect } from 'chai';
import { handledKey } from '../../lib/deduplication/handled-key.js';
import { ChannelMessage } from '../../lib/messages/channel-message.js';
import type { RawMessage } from '../../lib/messages/raw-message.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { classWith, describeOne } from '../support/describe-classes.js';
import { element, entry, published } from '../support/messages.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';

const options = { connection: 'c', name: 'run' };

function keyOf(message: RawMessage, id: unknown, channel = 'news'): string {
  const deduplicate = { by: () => id as string, forInMs: 1 };
  const triggers = {
    pubsub: () => RedisPubSubTrigger({ ...options, channel, deduplicate }),
    list: () => RedisListTrigger({ ...options, key: 'k other', deduplicate }),
    stream: () => RedisStreamTrigger({ ...options, key: 'k', deduplicate }),
  };
  return handledKey(describeOne(classWith(triggers[message.kind]())), message);
}

describe('handledKey', () => {
  it('lies beside what the message came from', () => {
    expect(keyOf(element(), 'id-1')).to.equal('{k}:handled:run:id-1');
    expect(keyOf(element('text', 'other'), 'id-1')).to.equal('{other}:handled:run:id-1');
    expect(keyOf(element('text', '{tag}:other'), 'id-1')).to.equal('{tag}:handled:run:id-1');
    expect(keyOf(entry('a', '1'), 17)).to.equal('{k}:handled:run:17');
    expect(keyOf(published(), 'id-1')).to.equal('{news}:handled:run:id-1');
  });

  it('is one for all channels of a pattern', () => {
    const message = new ChannelMessage('news:eu', Buffer.from('text'), 'news:*');
    expect(keyOf(message, 'id-1', 'news:*')).to.equal('{news:*}:handled:run:id-1');
  });

  it('is the same for a text, a number and bytes of the same characters', () => {
    const keys = ['12', 12, Buffer.from('12')].map((id) => keyOf(element(), id));
    expect(new Set(keys)).to.have.lengthOf(1);
    expect(keyOf(element(), 'é')).to.equal(keyOf(element(), Buffer.from('é')));
  });

  it('has a hash for an id that is long, or could be mistaken for something else', () => {
    const ids = [
      'x'.repeat(65),
      'a:b',
      'a b',
      'é',
      Buffer.from([0xe9]),
      Buffer.from([0]),
      `sha256-${'0'.repeat(64)}`,
    ];
    const keys = ids.map((id) => keyOf(element(), id));
    for (const key of keys) expect(key).to.match(/^\{k\}:handled:run:sha256-[0-9a-f]{64}$/);
    expect(new Set(keys)).to.have.lengthOf(ids.length);
  });

  for (const [shown, id] of [
    ['undefined', undefined],
    ['null', null],
    ['object', Promise.resolve('a')],
    ['an empty id', ''],
    ['an empty id', Buffer.alloc(0)],
    ['NaN', Number.NaN],
  ] as const) {
    it(`is none of ${shown}`, () => {
      expect(() => keyOf(element(), id)).to.throw(
        `Handlers.run: deduplicate.by returned ${shown} for a message`,
      );
    });
  }
});
