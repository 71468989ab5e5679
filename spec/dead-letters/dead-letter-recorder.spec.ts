import { expect } from 'chai';
import { DeadLetterRecorder } from '../../lib/dead-letters/dead-letter-recorder.js';
import type { Acknowledgement } from '../../lib/dead-letters/write-together.js';
import type { DeadLetter } from '../../lib/messages/dead-letter.js';
import type { Failed } from '../../lib/messages/outcome.js';
import type { RedisCommand } from '../../lib/redis/commands/command-sender.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { classWith, describeOne } from '../support/describe-classes.js';
import { ManualClock } from '../support/manual-clock.js';
import { element } from '../support/messages.js';
import { rejectionOf } from '../support/rejection-of.js';

const failure: Failed = { status: 'failed', reason: 'handler-failed', error: new Error('x'), attempts: 1 };
const acknowledgement: Acknowledgement = { look: ['EXISTS', 'k'], commands: [['DEL', 'k']] };
const never = new AbortController().signal;

describe('DeadLetterRecorder', () => {
  let clock: ManualClock;
  let sent: RedisCommand[];
  let answer: () => unknown;
  let recorded: DeadLetter[];
  let troubles: number;
  let recorder: DeadLetterRecorder;

  beforeEach(() => {
    clock = new ManualClock();
    sent = [];
    answer = () => Buffer.from('5-1');
    recorded = [];
    troubles = 0;
    const send = (command: RedisCommand): Promise<unknown> => {
      sent.push(command);
      return Promise.resolve().then(() => answer());
    };
    const trigger = RedisListTrigger({ connection: 'c', key: 'k', deadLetterMaxLength: 50 });
    recorder = new DeadLetterRecorder(describeOne(classWith(trigger)), {
      client: { send, transaction: () => Promise.reject(new Error('no scripts only')) },
      clock,
      describeError: () => ({ name: 'Error', message: 'x' }),
      observer: {
        failed: () => (troubles += 1),
        recovered: () => (troubles = 0),
        recorded: (letter) => recorded.push(letter),
      },
    });
  });

  const fail = (): never => {
    throw new Error('Connection is closed.');
  };

  it('keeps the stream at about the length that was asked for', async () => {
    expect(await recorder.record(element(), failure)).to.equal(true);
    expect(sent[0]?.slice(2, 6)).to.deep.equal(['MAXLEN', '~', 50, '*']);
    expect(recorded.map(({ id }) => id)).to.deep.equal(['5-1']);
  });

  it('tells of no dead letter for a message that is not this consumer’s any more', async () => {
    answer = () => null;
    expect(await recorder.record(element(), failure, acknowledgement)).to.equal(false);
    expect(recorded).to.deep.equal([]);
    answer = () => Buffer.from('5-2');
    expect(await recorder.record(element(), failure, acknowledgement)).to.equal(true);
    expect(recorded.map(({ id }) => id)).to.deep.equal(['5-2']);
  });

  it('tries until it succeeds, and says that it cannot meanwhile', async () => {
    answer = fail;
    const done = recorder.recordUntil(element(), failure, never);
    await clock.whenAsleep();
    expect(troubles).to.equal(1);
    answer = () => Buffer.from('5-1');
    await clock.advance(60_000);
    expect(await done).to.equal(true);
    expect([sent.length, recorded.length, troubles]).to.deep.equal([2, 1, 0]);
  });

  it('tries once more after a stop, and then says that the dead letter is not written', async () => {
    answer = fail;
    const stop = new AbortController();
    const done = recorder.recordUntil(element(), failure, stop.signal);
    await clock.whenAsleep();
    stop.abort();
    const error = await rejectionOf(done);
    expect(error).to.include({ code: 'DEAD_LETTER_NOT_RECORDED', place: 'Handlers.run' });
    expect([sent.length, troubles]).to.deep.equal([2, 0]);
  });
});
