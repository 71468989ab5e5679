import { expect } from 'chai';
import type { StreamFunction } from '../../../lib/functions/function-descriptor.js';
import { acknowledge, readNew } from '../../../lib/stream/entries/entry-commands.js';
import { RedisStreamTrigger } from '../../../lib/triggers/redis-stream-trigger.js';
import { classWith, describeOne } from '../../support/describe-classes.js';

const describeStream = (deleteAfterProcess: boolean | 'always' = false): StreamFunction => {
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

  it('acknowledge, and delete only when the function says so, whoever else needs an entry', () => {
    const ack = ['XACK', 'a', 'g', '1-0', '2-0'];
    expect(acknowledge(describeStream(), 'a', ['1-0', '2-0'])).to.deep.equal([ack]);
    expect(acknowledge(describeStream('always'), 'a', ['1-0', '2-0'])).to.deep.equal([
      ack,
      ['XDEL', 'a', '1-0', '2-0'],
    ]);
  });
});
