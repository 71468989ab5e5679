import { expect } from 'chai';
import { DeadLetters } from '../../lib/dead-letters/dead-letters.js';
import type { DeadLetter } from '../../lib/messages/dead-letter.js';
import type { RedisCommand } from '../../lib/redis/commands/command-sender.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { classWith, describeOne } from '../support/describe-classes.js';
import { ManualClock } from '../support/manual-clock.js';

const ref = { id: '5-1', key: 'letters', source: 'orders' } as DeadLetter;

describe('a dead letter that is too long for the script that replays', () => {
  let sent: RedisCommand[];
  let fields: readonly string[] | undefined;
  let replays: number;
  let letters: DeadLetters;

  beforeEach(() => {
    sent = [];
    replays = 0;
    const send = (command: RedisCommand): Promise<unknown> => {
      sent.push(command);
      if (command[0] === 'EVALSHA') return Promise.resolve(-1);
      if (command[0] !== 'XRANGE') return Promise.resolve(1);
      return Promise.resolve(fields ? [[Buffer.from('5-1'), fields.map((text) => Buffer.from(text))]] : []);
    };
    const descriptor = describeOne(classWith(RedisStreamTrigger({ connection: 'c', key: 'orders' })));
    letters = new DeadLetters(descriptor, {
      client: { send, whenReady: () => Promise.resolve() },
      clock: new ManualClock(),
      onReplayed: () => (replays += 1),
    });
  });

  it('is added again, and removed only then', async () => {
    fields = ['kind', 'stream', 'source', 'orders', 'field:a', '1'];
    expect(await letters.replay(ref)).to.equal(1);
    expect(sent.slice(2).map((command) => command.map(String))).to.deep.equal([
      ['XADD', 'orders', '*', 'a', '1'],
      ['XDEL', 'letters', '5-1'],
    ]);
    expect(replays).to.equal(1);
  });

  it('is not replayed where somebody has removed it, or put something else in its place', async () => {
    for (fields of [undefined, ['kind', 'list', 'source', 'orders', 'body', 'x'], ['a', '1']]) {
      expect(await letters.replay(ref)).to.equal(0);
    }
    expect(sent.map(([name]) => name)).to.not.include.members(['XADD', 'XDEL']);
    expect(replays).to.equal(0);
  });
});
