import { expect } from 'chai';
import { channelOrPattern } from '../../lib/functions/options/channel-pattern.js';
import { keyspaceDoubt } from '../../lib/pubsub/keyspace-doubt.js';

describe('keyspaceDoubt', () => {
  const doubtful: [channel: string, meant: string, database?: number][] = [
    ['__keyevents@0__:del', '__keyevent@0__:del'],
    ['__keyspaces@0__:a', '__keyspace@0__:a'],
    ['_keyevent@0_:del', '__keyevent@0__:del'],
    ['keyevent@0:del', '__keyevent@0__:del'],
    ['__keyEvent@0__:del', '__keyevent@0__:del'],
    ['__keyevent@__:del', '__keyevent@3__:del', 3],
    ['__keyevent__:del', '__keyevent@0__:del'],
    ['__keyevent@0__', '__keyevent@0__:<event>'],
    ['__keyspaces@*__:order:*', '__keyspace@*__:order:*'],
    ['__keyevents@*', '__keyevent@*__:<event>'],
    ['__keyevent@0__:SET', 'set'],
    ['__keyevent@0__:sett', 'set'],
    ['__keyevent@*__:Expired', 'expired'],
    ['__keyevent@0__:setex', 'set'],
    ['__keyevent@0__:INCR', 'incrby'],
    ['__keyevent@0__:exprired', 'expired'],
    ['__keyevent@0__:del', '__keyevent@3__:del', 3],
    ['__keyspace@0__:order:*', '__keyspace@3__:order:*', 3],
    ['__keyspace@3__:a', '__keyspace@0__:a', 0],
  ];
  for (const [text, meant, database] of doubtful) {
    it(`says of ${text} that ${meant} was meant`, () => {
      expect(keyspaceDoubt(channelOrPattern(text), database)).to.include(`did you mean ${meant}?`);
    });
  }

  it('says of a pattern that is taken for a channel what is wrong', () => {
    const doubt = keyspaceDoubt({ channel: '__keyevent@*__:del', pattern: false });
    expect(doubt).to.include('remove `pattern: false`');
  });

  const good: [channel: string, database?: number][] = [
    ['__keyevent@0__:del'],
    ['__keyevent@0__:del', 0],
    ['__keyevent@3__:del', 3],
    ['__keyevent@3__:del'],
    ['__keyevent@*__:*', 3],
    ['__keyevent@[03]__:del', 3],
    ['__keyevent@?__:del', 3],
    ['__keyevent@0__:z*', 0],
    ['__key*__:*', 3],
    ['__key*@0__:*', 3],
    ['__keyevent@0__:json.set'],
    ['__keyevent@0__:vectorised'],
    ['__keyspace@0__:SET', 0],
    ['__keyspace@0__:a b', 0],
    ['keyboard@home'],
    ['keyspace:changes'],
    ['keyspace-changes'],
    ['keyspaceless'],
    ['news'],
    ['*'],
  ];
  for (const [text, database] of good) {
    it(`has none about ${text}${database === undefined ? '' : ` in database ${database}`}`, () => {
      expect(keyspaceDoubt(channelOrPattern(text), database)).to.equal(undefined);
    });
  }
});
