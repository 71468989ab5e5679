import { expect } from 'chai';
import { StopSchedule } from '../../../lib/runtime/stop/stop-schedule.js';
import { ManualClock } from '../../support/manual-clock.js';

describe('StopSchedule', () => {
  const moments = ['stopping', 'giveUp', 'writeOff', 'deadline'] as const;

  function begin(timeoutInMs: number) {
    const clock = new ManualClock();
    const schedule = new StopSchedule(clock, timeoutInMs);
    const passed = () => moments.filter((moment) => schedule[moment].aborted);
    return { clock, schedule, passed };
  }

  it('has signals from the start, none of them aborted', () => {
    expect(begin(10_000).passed()).to.deep.equal([]);
  });

  it('gives handlers all but the last two seconds', async () => {
    const { clock, schedule, passed } = begin(10_000);
    schedule.begin();
    await clock.advance(7_999);
    expect(passed()).to.deep.equal(['stopping']);
    await clock.advance(1);
    expect(passed()).to.deep.equal(['stopping', 'giveUp']);
    await clock.advance(1_000);
    expect(passed()).to.deep.equal(['stopping', 'giveUp', 'writeOff']);
    await clock.advance(1_000);
    expect(passed()).to.deep.equal([...moments]);
  });

  it('divides a short time in proportion', async () => {
    const { clock, schedule, passed } = begin(100);
    schedule.begin();
    await clock.advance(60);
    expect(passed()).to.deep.equal(['stopping', 'giveUp']);
    await clock.advance(20);
    expect(passed()).to.deep.equal(['stopping', 'giveUp', 'writeOff']);
    await clock.advance(20);
    expect(passed()).to.deep.equal([...moments]);
  });

  it('aborts nothing more once the stop is over', async () => {
    const { clock, schedule, passed } = begin(10_000);
    schedule.begin();
    schedule.end();
    await clock.advance(20_000);
    expect(passed()).to.deep.equal(['stopping']);
  });
});
