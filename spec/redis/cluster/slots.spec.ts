import { expect } from 'chai';
import { groupBySlot, slotOfKey } from '../../../lib/redis/cluster/slots.js';
import { slotOfCommand } from '../../../lib/redis/ioredis/command-slot.js';
import { sameSlotKey } from '../../../lib/redis/commands/same-slot-key.js';

describe('slots', () => {
  it('are those of Redis', () => {
    expect(slotOfKey('foo')).to.equal(12_182);
    expect(slotOfKey('{foo}.bar')).to.equal(12_182);
  });

  it('of a command are those of its keys, wherever these stand', () => {
    const foo = slotOfKey('foo');
    expect(slotOfCommand(['XREADGROUP', 'GROUP', 'g', 'c', 'COUNT', 1, 'STREAMS', 'foo', '>'])).to.equal(foo);
    expect(slotOfCommand(['BLMPOP', 1, 1, 'foo', 'LEFT'])).to.equal(foo);
    expect(slotOfCommand(['XGROUP', 'CREATE', 'foo', 'g', '$', 'MKSTREAM'])).to.equal(foo);
    expect(slotOfCommand(['XINFO', 'STREAM', 'foo'])).to.equal(foo);
    expect(slotOfCommand(['EVALSHA', 'sha', 1, 'foo', 'x'])).to.equal(foo);
    expect(slotOfCommand(['CLIENT', 'UNBLOCK', 5])).to.equal(undefined);
    expect(slotOfCommand(['PING'])).to.equal(undefined);
  });

  it('of what lies beside a key are the same', () => {
    for (const key of ['foo', '{a}b', 'x{y', 'a{b}{c}']) {
      expect(slotOfKey(sameSlotKey(key, 'dead-letter', 'f')), key).to.equal(slotOfKey(key));
    }
  });

  it('put keys together, in the order of the first of each', () => {
    expect(groupBySlot(['foo', 'bar', '{foo}2'])).to.deep.equal([['foo', '{foo}2'], ['bar']]);
  });
});
