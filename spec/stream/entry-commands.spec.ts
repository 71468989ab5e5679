import { expect } from 'chai';
import type { StreamFunction } from '../../lib/functions/function-descriptor.js';
import { StreamEntry } from '../../lib/messages/stream-entry.js';
import { acknowledge, readEntries, readNew } from '../../lib/stream/entry-commands.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { classWith, describeOne } from '../support/describe-classes.js';

const describeStream = (deleteAfterProcess = false): StreamFunction => {
  const options = { connection: 'c', key: 'a b', consumerGroup: 'g', deleteAfterProcess };
  return describeOne(classWith(RedisStreamTrigger(options))) as StreamFunction;
};

describe('the commands of a stream', () => {
  it('read new entries, waiting or not', () => {
    const head = ['XREADGROUP', 'GROUP', 'g', 'me', 'COUNT', 5];
    const tail = ['STREAMS', 'a', 'b', '>', '>'];
    expect(readNew(describeStream(), 'me', ['a', 'b'], 5)).to.deep.equal([...head, ...tail]);
    expect(readNew(describeStream(), 'me', ['a', 'b'], 5, 100)).to.deep.equal([
      ...head,
      'BLOCK',
      100,
      ...tail,
    ]);
  });

  it('acknowledge, and delete only when the function says so', () => {
    const ack = ['XACK', 'a', 'g', '1-0', '2-0'];
    expect(acknowledge(describeStream(), 'a', ['1-0', '2-0'])).to.deep.equal([ack]);
    expect(acknowledge(describeStream(true), 'a', ['1-0', '2-0'])).to.deep.equal([
      ack,
      ['XDEL', 'a', '1-0', '2-0'],
    ]);
  });
});

describe('readEntries', () => {
  const bytes = (text: string) => Buffer.from(text);
  const first = [bytes('1-0'), [bytes('a'), bytes('1'), bytes('a'), bytes('')]];
  const second = [bytes('2-0'), null];
  const entries = [
    new StreamEntry('k', '1-0', [
      [bytes('a'), bytes('1')],
      [bytes('a'), bytes('')],
    ]),
    // An entry that was deleted meanwhile has no fields any more.
    new StreamEntry('l', '2-0', []),
  ];

  const replies: [string, unknown, unknown[]][] = [
    ['nothing', null, []],
    ['an empty reply', [], []],
    [
      'pairs that are nested (RESP2)',
      [
        [bytes('k'), [first]],
        [bytes('l'), [second]],
      ],
      entries,
    ],
    ['pairs that lie flat (RESP3)', [bytes('k'), [first], bytes('l'), [second]], entries],
    ['a stream without entries', [[bytes('k'), []]], []],
  ];
  for (const [what, reply, expected] of replies) {
    it(`reads ${what}`, () => expect(readEntries(reply)).to.deep.equal(expected));
  }
});
