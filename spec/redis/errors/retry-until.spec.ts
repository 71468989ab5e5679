import { expect } from 'chai';
import { retryUntil } from '../../../lib/redis/errors/retry-until.js';

describe('retryUntil', () => {
  /** Fails so often, then succeeds. */
  function failing(failures: number) {
    let tries = 0;
    const act = (): Promise<string> =>
      ++tries > failures ? Promise.resolve(`try ${tries}`) : Promise.reject(new Error(`no ${tries}`));
    return { act, tries: () => tries };
  }

  const clock = { sleep: () => Promise.resolve(), now: () => 0, date: () => new Date(0) };
  const never = new AbortController().signal;

  it('resolves with what the first success gives, and says what failed before', async () => {
    const heard: unknown[] = [];
    const { act } = failing(2);
    const result = await retryUntil(act, {
      clock,
      until: never,
      onFailure: (error) => heard.push((error as Error).message),
      onEnd: () => heard.push('end'),
    });
    expect({ result, heard }).to.deep.equal({ result: 'try 3', heard: ['no 1', 'no 2', 'end'] });
  });

  it('says nothing of an end where nothing failed', async () => {
    const result = await retryUntil(failing(0).act, {
      clock,
      until: never,
      onEnd: () => expect.fail('there was no failure'),
    });
    expect(result).to.equal('try 1');
  });

  it('waits longer after each failure', async () => {
    const waits: number[] = [];
    const { act } = failing(4);
    await retryUntil(act, {
      clock: { ...clock, sleep: (delayInMs: number) => Promise.resolve(void waits.push(delayInMs)) },
      until: never,
    });
    expect(waits).to.have.length(4);
    expect(waits[3]).to.be.greaterThan(waits[0]!);
  });

  it('tries no more once it is told to end, or has nothing left to try for', async () => {
    const end = new AbortController();
    const { act, tries } = failing(Infinity);
    expect(await retryUntil(act, { clock, until: end.signal, onFailure: () => end.abort() })).to.equal(
      undefined,
    );
    expect(await retryUntil(act, { clock, until: never, isOver: () => tries() > 2 })).to.equal(undefined);
    expect(tries()).to.equal(3);
  });

  it('ends with what its observer throws', async () => {
    const thrown = new Error('enough');
    const onFailure = (): never => {
      throw thrown;
    };
    const ended = retryUntil(failing(1).act, { clock, until: never, onFailure });
    expect(await ended.catch((error: unknown) => error)).to.equal(thrown);
  });
});
