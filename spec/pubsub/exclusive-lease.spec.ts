import { expect } from 'chai';
import type { PubSubFunction } from '../../lib/functions/function-descriptor.js';
import { ExclusiveLease } from '../../lib/pubsub/exclusive-lease.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { classWith, describeOne } from '../support/describe-classes.js';
import { settled } from '../support/manual-clock.js';

describe('ExclusiveLease', () => {
  let now: number;
  let date: number;
  let lease: ExclusiveLease;
  let reply: [number, number];
  let known: unknown[][];
  /** What happens while a request is under way. */
  let meanwhile: () => void;
  let answered: Promise<unknown>;
  const descriptor = describeOne(
    classWith(RedisPubSubTrigger({ connection: 'c', channel: 'news', exclusive: true })),
  ) as PubSubFunction;

  beforeEach(async () => {
    now = 100;
    date = 1_000_000;
    const clock = { now: () => now, date: () => new Date(date), sleep: () => Promise.resolve() };
    reply = [1, -1];
    known = [];
    meanwhile = () => undefined;
    answered = Promise.resolve();
    const send = (request: readonly unknown[]): Promise<unknown> => {
      known.push(request.slice(-2));
      meanwhile();
      return answered.then(() => reply);
    };
    lease = new ExclusiveLease(descriptor, { send }, clock);
    await lease.hold({ now, date });
  });

  it('is held for three seconds', () => {
    now += 2_999;
    date += 2_999;
    expect(lease).to.include({ isHeld: true, hasLapsed: false });
    now += 1;
    expect(lease).to.include({ isHeld: false, hasLapsed: true });
  });

  it('is counted from before the request: on the server it may begin at once', async () => {
    meanwhile = () => (now += 2_000);
    await lease.hold({ now, date });
    now += 999;
    expect(lease.isHeld).to.equal(true);
    now += 1;
    expect(lease.isHeld).to.equal(false);
  });

  it('is held no longer once it is being released, even where the server does not hear of it', async () => {
    meanwhile = () => {
      expect(lease).to.include({ isHeld: false, hasLapsed: false });
      throw new Error('Connection is closed.');
    };
    const error: unknown = await lease.release({ now, date }).catch((thrown: unknown) => thrown);
    expect(error).to.have.property('message', 'Connection is closed.');
    expect(lease.isHeld).to.equal(false);
  });

  it('is released only when nothing is under way that would take it again', async () => {
    let answer = (): void => undefined;
    answered = new Promise<void>((resolve) => (answer = resolve));
    const holding = lease.hold({ now, date });
    const released = lease.release({ now, date });
    await settled();
    expect(known, 'before the answer').to.have.length(2);
    answer();
    await Promise.all([holding, released]);
    expect(known).to.have.length(3);
    expect(lease.isHeld).to.equal(false);
    await lease.release({ now, date });
    expect(known, 'what is not held is not released').to.have.length(3);
  });

  it('is over after the machine slept, though the clock that only grows stood still', () => {
    date += 60_000;
    expect(lease).to.include({ isHeld: false, hasLapsed: true });
  });

  it('is held no longer where the date was stepped back', () => {
    date -= 60_000;
    now += 3_000;
    expect(lease.isHeld).to.equal(false);
  });

  it('is in doubt until the server has said so again', async () => {
    lease.doubt();
    expect(lease).to.include({ isHeld: false, hasLapsed: false });
    await lease.hold({ now, date });
    expect(lease.isHeld).to.equal(true);
  });

  it('says that it is held when it is renewed, and that another may hold it once it has lapsed', async () => {
    now += 1_000;
    await lease.hold({ now: 900, date });
    now += 4_000;
    await lease.hold({ now, date });
    expect(known).to.deep.equal([
      ['', 0],
      ['holds', 1_000],
      ['waits', 4_200],
    ]);
  });

  it('says since when another has held it, as the server said last', async () => {
    reply = [0, 700];
    await lease.hold({ now, date });
    now += 1_000;
    await lease.hold({ now, date });
    expect(known.slice(2)).to.deep.equal([['waits', 1_700]]);
  });

  it('knows of nobody when its connection was lost', async () => {
    reply = [0, 700];
    await lease.hold({ now, date });
    lease.doubt();
    await lease.hold({ now, date });
    expect(known.slice(2)).to.deep.equal([['', 0]]);
  });
});
