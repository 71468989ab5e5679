import { expect } from 'chai';
import type { ScenarioReport } from '../../bench/report/scenario-report.js';
import { runScenarios } from '../../bench/run/run-scenarios.js';
import { claims } from '../../bench/scenarios/claims.js';
import { listFeatures, streamFeatures } from '../../bench/scenarios/features.js';
import { list10 } from '../../bench/scenarios/list.js';
import { stream10 } from '../../bench/scenarios/stream.js';
import { redisServerVersion } from '../support/redis-binary.js';

const told = { rounds: 2, messages: 500, quick: true, peers: false };

(redisServerVersion === undefined ? describe.skip : describe)('A small run of the benchmark', function () {
  this.timeout(180_000);
  let reports: readonly ScenarioReport[];
  before(async () => {
    ({ reports } = await runScenarios([list10, stream10], told, () => undefined));
  });

  it('has a row of figures for each contestant but the peers', () => {
    const [list, stream] = reports;
    expect(list?.rows.map(([label]) => label)).to.include.members([
      'list trigger',
      'hand-written loop, ioredis',
    ]);
    expect(stream?.rows.map(([label]) => label)).to.deep.equal([
      'stream trigger',
      'hand-written loop, ioredis',
      'stream trigger, handler awaits INCR',
      'hand-written loop, ioredis, handler awaits INCR',
    ]);
    for (const { head, rows } of reports) {
      for (const [label = '', ...figures] of rows) {
        expect(figures, label).to.have.length(head.length - 1);
        for (const figure of figures) expect(figure, label).to.match(/^[\d,.]+( \([\d,.]+–[\d,.]+\))?$/);
      }
    }
  });

  it('compares each trigger with the hand-written loop of the same round', () => {
    const [list, stream] = reports.map(({ verdicts }) => verdicts);
    expect(list?.[0]?.what).to.equal('list trigger / hand-written loop, ioredis');
    expect(stream?.[0]).to.include({
      what: 'stream trigger / hand-written loop, ioredis',
      target: '≥ 2.5 ×',
    });
    expect(stream?.[0]?.result).to.match(/^[\d.]+ × \([\d.]+–[\d.]+\)$/);
  });

  it('lets handlers wait for Redis in rows of their own, with a command more for each message', () => {
    const commandsOf = (label: string): number =>
      Number(reports[1]?.rows.find(([each]) => each === label)?.at(-1) ?? NaN);
    const [plain, io] = ['stream trigger', 'stream trigger, handler awaits INCR'].map(commandsOf);
    expect(io! - plain!).to.be.above(0.8);
  });

  it('has a bar for each contestant, which says whether it is ours', () => {
    const bars = reports[1]?.bars?.map(({ isOurs }) => isOurs);
    expect(bars).to.deep.equal([true, false, true, false]);
  });

  it('measures each feature, and what a dead process held', async () => {
    const scenarios = [listFeatures, streamFeatures, claims];
    const small = { ...told, quick: false, rounds: 1 };
    const { reports } = await runScenarios(scenarios, small, () => undefined);
    expect(reports.map(({ rows }) => rows.length)).to.deep.equal([7, 7, 4]);
    for (const [label = '', speed] of reports.flatMap(({ rows }) => rows)) {
      expect(speed, label).to.match(/^[\d,.]+ \([\d,.]+–[\d,.]+\)$/);
    }
  });
});
