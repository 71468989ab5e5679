import { expect } from 'chai';
import { WakeableSleep } from '../../lib/time/wakeable-sleep.js';
import { ManualClock } from '../support/manual-clock.js';

describe('WakeableSleep', () => {
  /** What has ended, in order. */
  function sleepers() {
    const clock = new ManualClock();
    const sleep = new WakeableSleep(clock);
    const ended: string[] = [];
    const begin = (name: string, durationInMs: number, signal?: AbortSignal): Promise<unknown> =>
      sleep.sleep(durationInMs, signal).then(() => ended.push(name));
    return { clock, sleep, ended, begin };
  }

  it('ends after its time', async () => {
    const { clock, ended, begin } = sleepers();
    const slept = begin('one', 100);
    await clock.advance(99);
    expect(ended).to.deep.equal([]);
    await clock.advance(1);
    await slept;
    expect(ended).to.deep.equal(['one']);
  });

  it('ends for all who sleep when they are woken', async () => {
    const { sleep, ended, begin } = sleepers();
    const slept = Promise.all([begin('one', 100), begin('other', 1_000)]);
    sleep.wake();
    await slept;
    expect(ended).to.deep.equal(['one', 'other']);
  });

  it('is not shortened by a wake that came before it', async () => {
    const { clock, sleep, ended, begin } = sleepers();
    sleep.wake();
    const slept = begin('one', 100);
    await clock.advance(99);
    expect(ended).to.deep.equal([]);
    await clock.advance(1);
    await slept;
  });

  it('ends with its signal, and does not begin where that is aborted', async () => {
    const { ended, begin } = sleepers();
    const end = new AbortController();
    const slept = begin('one', 100, end.signal);
    end.abort();
    await slept;
    await begin('other', 100, end.signal);
    expect(ended).to.deep.equal(['one', 'other']);
  });
});
