import { expect } from 'chai';
import type { ListFunction } from '../../../lib/functions/function-descriptor.js';
import { Lease } from '../../../lib/list/at-least-once/lease.js';
import { ManualClock, settled } from '../../support/manual-clock.js';

const descriptor = {
  id: 'F',
  claimIdleInMs: 60_000,
  maxDeliveryCount: 5,
  listPopFromBeginning: true,
} as ListFunction;
const [granted, gone, taken] = [1, 0, -1];

describe('Lease', () => {
  let clock: ManualClock;
  /** What the script answers, one after the other: whether there is a lease, and what the held key was born with. */
  let answers: [number, string | null][];
  let asked: unknown[][];
  let losses: number;
  let meanwhile: () => Promise<void> | void;
  let lease: Lease;

  beforeEach(() => {
    clock = new ManualClock();
    answers = [];
    asked = [];
    losses = 0;
    meanwhile = () => undefined;
    const send = async (command: readonly unknown[]): Promise<unknown> => {
      const [name, , how] = command.slice(4);
      asked.push([how, name]);
      await settled();
      await meanwhile();
      const [answer, born] = answers.shift() ?? [granted, 'born'];
      return [answer, born === null ? null : Buffer.from(born)];
    };
    lease = new Lease('orders', { descriptor, client: { send }, clock, onLost: () => (losses += 1) });
  });

  it('begins under another name where a consumer has its name', async () => {
    const { name } = lease;
    answers = [[taken, 'born']];
    await lease.join();
    expect(lease.name).not.to.equal(name);
    expect(asked).to.deep.equal([
      ['join', name],
      ['join', lease.name],
    ]);
    expect(lease).to.include({ isLost: false, isSure: true });
  });

  it('is sure from before it was asked for, for as long as it lasts', async () => {
    expect(lease.isSure, 'before it has joined').to.equal(false);
    meanwhile = () => clock.advance(10_000);
    await lease.join();
    await clock.advance(49_999);
    expect(lease.isSure).to.equal(true);
    await clock.advance(1);
    expect(lease).to.include({ isSure: false, isLost: false });
    meanwhile = () => undefined;
    await lease.renew();
    expect(lease.isSure).to.equal(true);
  });

  it('is not renewed before it has joined', async () => {
    await lease.renew();
    expect(asked).to.deep.equal([]);
  });

  for (const [what, answer, isDeleted] of [
    ['given back, because others found it over', [gone, 'born'], false],
    ['deleted with its key', [gone, null], true],
    ['deleted with its key, which was made anew', [granted, 'another'], true],
  ] as const) {
    it(`is lost when it was ${what}, which is told once`, async () => {
      await lease.join();
      answers = [[...answer], [...answer]];
      await Promise.all([lease.renew(), lease.renew()]);
      expect(lease).to.include({ isLost: true, isDeleted, isSure: false });
      expect(losses).to.equal(1);
      await lease.renew();
      expect(asked).to.have.length(3);
    });
  }

  it('asks once for all who ask at the same time', async () => {
    await lease.join();
    await Promise.all([lease.confirm(), lease.confirm()]);
    expect(asked).to.have.length(2);
    await lease.confirm();
    expect(asked).to.have.length(3);
  });

  it('is no loss when it ends while the process leaves', async () => {
    await lease.join();
    answers = [[gone, null]];
    meanwhile = () => lease.leave();
    await lease.renew();
    expect([lease.isLost, losses]).to.deep.equal([false, 0]);
    await lease.renew();
    expect(asked).to.have.length(2);
  });

  it('goes on where what it holds could not be given back', async () => {
    await lease.join();
    lease.leave();
    lease.stay();
    await lease.renew();
    expect(asked).to.have.length(2);
    answers = [[gone, 'born']];
    await lease.renew();
    lease.leave();
    lease.stay();
    expect(lease.isLost).to.equal(true);
  });
});
