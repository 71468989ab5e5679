import { expect } from 'chai';
import { changeLetters, type ChangeOptions } from '../../lib/dead-letter-tools/change-letters.js';
import type { DeadLetter } from '../../lib/messages/dead-letter.js';
import { RedisReplyError } from '../../lib/redis/errors/redis-reply-error.js';
import { ManualClock } from '../support/manual-clock.js';

async function* lettersUpTo(count: number): AsyncGenerator<DeadLetter> {
  await Promise.resolve();
  for (let index = 0; index < count; index++) yield { id: `${index}-0` } as DeadLetter;
}

describe('a change of dead letters, one after another', () => {
  const counts = (): { changed: number; gone: number; refused: number } => ({
    changed: 0,
    gone: 0,
    refused: 0,
  });
  const options = (more: Partial<ChangeOptions> = {}): ChangeOptions => ({
    clock: new ManualClock(),
    signal: new AbortController().signal,
    ...more,
  });

  it('counts what was changed, what was gone, and what Redis refuses for one of them alone', async () => {
    const counted = counts();
    const refused: string[] = [];
    const change = ({ id }: DeadLetter): Promise<boolean> => {
      if (id === '1-0') return Promise.reject(new RedisReplyError('WRONGTYPE of another kind'));
      return Promise.resolve(id !== '2-0');
    };
    const isDone = await changeLetters(
      lettersUpTo(5),
      change,
      counted,
      options({ onRefused: ({ id }) => refused.push(id) }),
    );
    expect(isDone).to.equal(true);
    expect(counted).to.deep.equal({ changed: 3, gone: 1, refused: 1 });
    expect(refused).to.deep.equal(['1-0']);
  });

  it('ends at any other error, with the counts so far', async () => {
    const counted = counts();
    const change = ({ id }: DeadLetter): Promise<boolean> =>
      id === '2-0' ? Promise.reject(new RedisReplyError('NOPERM no')) : Promise.resolve(true);
    const error = await changeLetters(lettersUpTo(5), change, counted, options()).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).to.have.property('message', 'NOPERM no');
    expect(counted).to.deep.equal({ changed: 2, gone: 0, refused: 0 });
  });

  it('ends after the one that is under way when it is told to', async () => {
    const ending = new AbortController();
    const counted = counts();
    const change = ({ id }: DeadLetter): Promise<boolean> => {
      if (id === '1-0') ending.abort();
      return Promise.resolve(true);
    };
    expect(await changeLetters(lettersUpTo(5), change, counted, options({ signal: ending.signal }))).to.equal(
      false,
    );
    expect(counted.changed).to.equal(2);
  });

  it('keeps its rate, whatever each of them takes', async () => {
    const clock = new ManualClock();
    const at: number[] = [];
    const sleep = async (inMs: number): Promise<void> => {
      await clock.advance(inMs);
    };
    const timed = { now: () => clock.now(), date: () => clock.date(), sleep };
    const change = async (): Promise<boolean> => {
      at.push(clock.now() - startedAt);
      await clock.advance(5);
      return true;
    };
    const startedAt = clock.now();
    await changeLetters(lettersUpTo(4), change, counts(), options({ clock: timed, ratePerSecond: 50 }));
    expect(at).to.deep.equal([0, 20, 40, 60]);
  });
});
