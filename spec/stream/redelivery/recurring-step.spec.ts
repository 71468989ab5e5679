import { expect } from 'chai';
import { RecurringStep } from '../../../lib/stream/redelivery/recurring-step.js';
import { WakeableSleep } from '../../../lib/time/wakeable-sleep.js';
import { ManualClock, settled } from '../../support/manual-clock.js';

describe('RecurringStep', () => {
  let clock: ManualClock;
  let heard: unknown[];
  let begun: number;
  let woken: number;
  let step: RecurringStep;
  /** Answers what the step does. */
  let end: (restInMs: number) => void;
  let fail: (error: Error) => void;

  const act = (): Promise<number> => {
    begun += 1;
    return new Promise((resolve, reject) => {
      end = resolve;
      fail = reject;
    });
  };

  beforeEach(() => {
    clock = new ManualClock(1_000);
    heard = [];
    begun = 0;
    woken = 0;
    const sleep = new WakeableSleep(clock);
    sleep.wake = () => void (woken += 1);
    const observer = {
      failed: (error: unknown) => heard.push(error),
      recovered: () => heard.push('recovered'),
    };
    step = new RecurringStep({ clock, observer, sleep }, 1_500);
  });

  it('begins when its time has come, and not while it is under way', async () => {
    step.beginIfDue(act);
    expect([begun, step.nextAt]).to.deep.equal([0, 1_500]);
    await clock.advance(500);
    step.beginIfDue(act);
    step.beginIfDue(act);
    expect([begun, step.nextAt]).to.deep.equal([1, Infinity]);
    end(300);
    await settled();
    expect([step.nextAt, woken]).to.deep.equal([1_800, 1]);
    expect(heard).to.deep.equal([]);
  });

  it('is due at once when it is wanted soon, once more where it is under way', async () => {
    step.soon();
    expect([step.nextAt, woken]).to.deep.equal([0, 1]);
    step.beginIfDue(act);
    step.soon();
    expect(step.nextAt, 'under way').to.equal(Infinity);
    end(60_000);
    await settled();
    expect(step.nextAt).to.equal(0);
    step.beginIfDue(act);
    end(60_000);
    await settled();
    expect([begun, step.nextAt]).to.deep.equal([2, 61_000]);
  });

  it('comes again after a rest where it failed, and says so, and that it is over', async () => {
    const closed = new Error('Connection is closed.');
    step.soon();
    for (let failures = 0; failures < 2; failures++) {
      step.beginIfDue(act);
      fail(closed);
      await settled();
      expect(step.nextAt - clock.now()).to.be.within(50 * 2 ** failures, 100 * 2 ** failures);
      await clock.advance(200);
    }
    step.beginIfDue(act);
    end(Infinity);
    await settled();
    step.soon();
    step.beginIfDue(act);
    end(Infinity);
    await settled();
    expect([heard, step.nextAt]).to.deep.equal([[closed, closed, 'recovered'], Infinity]);
  });

  it('is quiet when it is not under way', async () => {
    await step.whenQuiet();
    step.soon();
    step.beginIfDue(act);
    let isQuiet = false;
    const quiet = step.whenQuiet().then(() => (isQuiet = true));
    await settled();
    expect(isQuiet).to.equal(false);
    end(0);
    await quiet;
    expect(step.nextAt).to.equal(1_000);
  });
});
