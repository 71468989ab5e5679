import { expect } from 'chai';
import { FailedMessages, mostUnrecorded } from '../../lib/pubsub/failed-messages.js';
import type { ChannelMessage } from '../../lib/messages/channel-message.js';
import type { Failed } from '../../lib/messages/outcome.js';
import { ManualClock, settled } from '../support/manual-clock.js';
import { published } from '../support/messages.js';
import { RedisReplyError } from '../../lib/redis/errors/redis-reply-error.js';

describe('FailedMessages', () => {
  const bufferLimitInBytes = 10_000;
  const failure: Failed = { status: 'failed', reason: 'rejected', error: new Error('no'), attempts: 1 };
  let clock: ManualClock;
  let tries: string[];
  let written: string[];
  let refuses: (text: string) => boolean;
  let lost: number;
  let isFailing: boolean;
  let messages: FailedMessages;
  let deadline: AbortController;

  beforeEach(() => {
    clock = new ManualClock();
    [tries, written, lost, isFailing] = [[], [], 0, false];
    refuses = () => false;
    deadline = new AbortController();
    messages = make(true);
  });

  function make(deadLetter: boolean): FailedMessages {
    const record = ({ body }: { body: Buffer }): Promise<void> => {
      const text = body.toString();
      tries.push(text);
      if (refuses(text)) return Promise.reject(new RedisReplyError('WRONGTYPE'));
      written.push(text);
      return Promise.resolve();
    };
    return new FailedMessages({
      descriptor: { id: 'News.onNews', channel: 'news', deadLetter, bufferLimitInBytes },
      deadLetters: { record: (message) => record(message as ChannelMessage).then(() => true) },
      observer: {
        failed: () => (isFailing = true),
        recovered: () => (isFailing = false),
        lost: (_, count = 0) => (lost += count),
      },
      clock,
    });
  }

  const fail = (text: string): Promise<void> | undefined => messages.record(published(text), failure);

  it('writes at once what it can, and keeps its place for so long', async () => {
    await fail('a');
    await messages.recordStopped(published('b'));
    expect(written).to.deep.equal(['a', 'b']);
  });

  it('keeps what cannot be written, and tries all of it again one after another', async () => {
    refuses = () => true;
    await fail('a');
    for (const text of ['b', 'c']) await fail(text);
    // Only the first was tried: one trouble is not asked for with each message.
    expect(tries).to.deep.equal(['a']);
    expect(isFailing).to.equal(true);
    await clock.advance(10_000);
    expect(tries).to.deep.equal(['a', 'a']);
    refuses = () => false;
    await clock.advance(10_000);
    expect([...written].sort()).to.deep.equal(['a', 'b', 'c']);
    expect(isFailing).to.equal(false);
    await fail('d');
    expect(written).to.include('d');
    expect(lost).to.equal(0);
  });

  it('does not leave the others behind one that can never be written', async () => {
    refuses = (text) => text === 'bad';
    await fail('bad');
    await fail('a');
    await fail('b');
    for (let round = 0; round < 2; round++) await clock.advance(10_000);
    expect(written).to.deep.equal(['a', 'b']);
    expect(isFailing).to.equal(true);
  });

  it('loses and counts what finds no room', async () => {
    refuses = () => true;
    for (let count = 0; count < mostUnrecorded + 3; count++) await fail(`${count}`);
    expect(lost).to.equal(3);
  });

  it('loses and counts what would be too many bytes, but keeps one message of any size', async () => {
    refuses = () => true;
    const size = 2 * bufferLimitInBytes;
    await fail('x'.repeat(size));
    await fail('y');
    expect(lost).to.equal(1);
    refuses = () => false;
    await clock.advance(10_000);
    expect(written.map(({ length }) => length)).to.deep.equal([size]);
    refuses = () => true;
    const quarter = 'z'.repeat(bufferLimitInBytes / 4);
    for (let count = 0; count < 4; count++) await fail(quarter);
    expect(lost).to.equal(2);
  });

  it('tries again at a stop without a rest, and ends when all is written', async () => {
    refuses = () => true;
    await fail('a');
    refuses = () => false;
    await messages.end(deadline.signal);
    expect(written).to.deep.equal(['a']);
    expect(lost).to.equal(0);
  });

  it('loses and counts what is not written at the deadline of a stop', async () => {
    refuses = () => true;
    await fail('a');
    await fail('b');
    const ended = messages.end(deadline.signal);
    await settled();
    deadline.abort();
    await ended;
    expect(lost).to.equal(2);
    await clock.advance(10_000);
    expect(lost).to.equal(2);
  });

  it('counts as lost what a stop took, where no dead letters are asked for', async () => {
    messages = make(false);
    await fail('failed');
    expect(lost).to.equal(0);
    await messages.recordStopped(published('stopped'));
    expect(lost).to.equal(1);
    expect(tries).to.deep.equal([]);
  });
});
