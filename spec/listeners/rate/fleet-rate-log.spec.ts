import { expect } from 'chai';
import { FleetRateLog } from '../../../lib/listeners/rate/fleet-rate-log.js';
import type { RedisCommand } from '../../../lib/redis/commands/command-sender.js';
import { ManualClock, settled } from '../../support/manual-clock.js';

const limit = { messages: 10, perMs: 60_000, scope: 'fleet' } as const;

/** The arguments of one run of the script, by what they mean. */
interface Run {
  readonly most: number;
  readonly lasts: number;
  /** Of the reservations that are over, how many were taken; of those that last longer, how many they are for, below zero. */
  readonly told: Readonly<Record<string, number>>;
}

describe('FleetRateLog', () => {
  let clock: ManualClock;
  let log: FleetRateLog;
  let runs: Run[];
  let answer: readonly number[];
  let error: Error | undefined;

  const send = (command: RedisCommand): Promise<unknown> => {
    // EVALSHA, the script, one key, the key, and the rate: messages, time, step.
    const [name, most, , lasts, ...pairs] = command.slice(7).map(String);
    expect(name).to.match(/^[-0-9a-f]{36}\.\d+$/);
    const told: Record<string, number> = {};
    for (let index = 0; index < pairs.length; index += 2) {
      told[pairs[index]!.split('.')[1]!] = Number(pairs[index + 1]);
    }
    runs.push({ most: Number(most), lasts: Number(lasts), told });
    return error ? Promise.reject(error) : Promise.resolve(answer);
  };

  beforeEach(() => {
    clock = new ManualClock(0);
    runs = [];
    answer = [3, 0, 0];
    error = undefined;
    log = new FleetRateLog({ limit, client: { send }, key: 'rate', clock });
  });

  it('tells what was taken with the next reservation, or by itself', async () => {
    const first = await log.reserve(5, 1, false);
    expect(first).to.deep.equal({ id: 1, count: 3, retryInMs: 0 });
    log.settle(first, 2);
    const second = await log.reserve(5, 1, false);
    expect(runs.at(-1))
      .to.include({ most: 5 })
      .and.deep.include({ told: { 1: 2 } });
    log.settle(second, 3);
    await log.whenTold();
    expect(runs.at(-1))
      .to.include({ most: 0 })
      .and.deep.include({ told: { 2: 3 } });
    expect(runs).to.have.length(3);
  });

  it('tells it later where that failed', async () => {
    const first = await log.reserve(5, 1, false);
    error = new Error('no Redis');
    log.settle(first, 2);
    await log.whenTold();
    error = undefined;
    await log.reserve(5, 1, false);
    expect(runs.at(-1)?.told).to.deep.equal({ 1: 2 });
    await log.reserve(5, 1, false);
    expect(runs.at(-1)?.told).to.deep.equal({});
  });

  it('has what a process reserved that dies count as taken, but where it waited for a first message', async () => {
    await log.reserve(5, 1, false);
    expect(runs.at(-1)?.lasts).to.equal(5_000 + 60_000 + 1_200);
    await log.reserve(1, 1, true);
    expect(runs.at(-1)?.lasts).to.equal(5_000);
  });

  it('renews reservations while their reads are under way, each kind for its time', async () => {
    const busy = await log.reserve(5, 1, false);
    answer = [1, 0, 0];
    const idle = await log.reserve(1, 1, true);
    runs = [];
    // What was reserved within a round is renewed with the next one.
    await clock.advance(1_667);
    await settled();
    expect(runs.map(({ told }) => told)).to.deep.equal([{ 1: -3 }]);
    runs = [];
    await clock.advance(1_667);
    await settled();
    expect(runs).to.deep.equal([
      { most: 0, lasts: 5_000, told: { 2: -1 } },
      { most: 0, lasts: 66_200, told: { 1: -3 } },
    ]);
    log.settle(busy, 3);
    await log.whenTold();
    runs = [];
    await clock.advance(1_667);
    await settled();
    expect(runs.map(({ told }) => told)).to.deep.equal([{ 2: -1 }]);
    log.settle(idle, 0);
    await log.whenTold();
    expect(clock.sleeping).to.equal(0);
  });

  it('goes on renewing where that failed once', async () => {
    await log.reserve(5, 1, false);
    error = new Error('no Redis');
    await clock.advance(1_667);
    await settled();
    error = undefined;
    runs = [];
    await clock.advance(1_667);
    await settled();
    expect(runs.map(({ told }) => told)).to.deep.equal([{ 1: -3 }]);
  });

  it('asks again soon where others may give something back, and less often while it is idle', async () => {
    answer = [0, 40_000, 0];
    expect(await log.reserve(5, 1, false)).to.include({ count: 0, retryInMs: 40_000 });
    answer = [0, 40_000, 1];
    expect(await log.reserve(5, 1, false)).to.include({ count: 0, retryInMs: 250 });
    answer = [0, 100, 1];
    expect(await log.reserve(5, 1, true)).to.include({ count: 0, retryInMs: 100 });
    log = new FleetRateLog({ limit: { ...limit, perMs: 2_000 }, client: { send }, key: 'rate', clock });
    answer = [0, 1_500, 1];
    expect(await log.reserve(5, 1, false)).to.include({ retryInMs: 20 });
    expect(await log.reserve(5, 1, true)).to.include({ retryInMs: 250 });
    expect(clock.sleeping).to.equal(0);
  });
});
