import { expect } from 'chai';
import { DeadLetterOutbox, type OutgoingLetter } from '../../lib/dead-letters/dead-letter-outbox.js';
import { RedisReplyError } from '../../lib/redis/errors/redis-reply-error.js';
import { ManualClock, settled } from '../support/manual-clock.js';
import { published } from '../support/messages.js';

describe('DeadLetterOutbox', () => {
  let clock: ManualClock;
  let refusals: Map<string, Error>;
  let tries: string[];
  let written: string[];
  let kept: string[];
  let notKept: string[];
  /** Until then what is not refused is being written. */
  let writing: Promise<void>;
  let outbox: DeadLetterOutbox;

  beforeEach(() => {
    clock = new ManualClock();
    refusals = new Map();
    writing = Promise.resolve();
    [tries, written, kept, notKept] = [[], [], [], []];
    outbox = make(false);
  });

  function make(queuesWhileFailing: boolean): DeadLetterOutbox {
    const observer = { failed: () => undefined, recovered: () => undefined };
    return new DeadLetterOutbox({ clock, observer, mostLetters: 2, mostBytes: 100, queuesWhileFailing });
  }

  function post(text: string, source = 'one', sizeInBytes = 1): Promise<void> {
    const letter: OutgoingLetter = {
      message: published(text),
      source,
      sizeInBytes,
      write: () => {
        tries.push(text);
        const refusal = refusals.get(source);
        if (refusal) return Promise.reject(refusal);
        return writing.then(() => void written.push(text));
      },
      onKept: () => kept.push(text),
      onNotKept: () => notKept.push(text),
    };
    return outbox.post(letter);
  }

  it('says which letters wait, and which find no room', async () => {
    refusals.set('one', new Error('down'));
    for (const text of ['a', 'b', 'c']) await post(text);
    expect(kept).to.deep.equal(['a', 'b']);
    expect(notKept).to.deep.equal(['c']);
    refusals.clear();
    await clock.advance(10_000);
    expect(written).to.deep.equal(['a', 'b']);
    expect(outbox.isEmpty).to.equal(true);
  });

  it('tries each new letter at once, or lets it wait behind the others', async () => {
    refusals.set('one', new Error('down'));
    for (const text of ['a', 'b']) await post(text);
    expect(tries).to.deep.equal(['a', 'b']);
    tries = [];
    outbox = make(true);
    for (const text of ['c', 'd']) await post(text);
    expect(tries).to.deep.equal(['c']);
  });

  it('writes the letters of other sources while one refuses its own', async () => {
    refusals.set('one', new RedisReplyError('WRONGTYPE'));
    refusals.set('two', new Error('down'));
    await post('a', 'one');
    await post('b', 'two');
    refusals.delete('two');
    await clock.advance(10_000);
    expect(written).to.deep.equal(['b']);
  });

  it('tries one letter alone while the server is gone, each time another', async () => {
    refusals.set('one', new Error('down'));
    refusals.set('two', new Error('down'));
    await post('a', 'one');
    await post('b', 'two');
    tries = [];
    await clock.advance(10_000);
    await clock.advance(10_000);
    expect(tries).to.deep.equal(['a', 'b']);
  });

  it('tries nothing more after the end, and says how many letters are left', async () => {
    refusals.set('one', new Error('down'));
    await post('a');
    const stopped = new AbortController();
    const ended = outbox.end(stopped.signal);
    await settled();
    stopped.abort();
    expect(await ended).to.equal(1);
    await outbox.whenQuiet();
    tries = [];
    await clock.advance(100_000);
    expect(tries).to.deep.equal([]);
    await post('b');
    expect(tries).to.deep.equal(['b']);
    expect(notKept).to.deep.equal(['b']);
  });

  it('is quiet when a letter that was being written at the end is written', async () => {
    refusals.set('one', new Error('down'));
    await post('a');
    refusals.clear();
    let write = (): void => undefined;
    writing = new Promise((resolve) => (write = resolve));
    await clock.advance(10_000);
    expect(await outbox.end(AbortSignal.abort())).to.equal(1);
    let isQuiet = false;
    const quiet = outbox.whenQuiet().then(() => (isQuiet = true));
    await settled();
    expect(isQuiet).to.equal(false);
    write();
    await quiet;
    expect(written).to.deep.equal(['a']);
  });
});
