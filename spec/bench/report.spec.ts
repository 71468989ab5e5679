import { expect } from 'chai';
import { limitBeside, limitOf } from '../../bench/report/limit-of.js';
import { reportAsMarkdown } from '../../bench/report/markdown.js';
import type { ScenarioReport } from '../../bench/report/scenario-report.js';
import { quantile, ratiosOf, spreadOf } from '../../bench/report/statistics.js';
import { reportAsSvg } from '../../bench/report/svg.js';

const report: ScenarioReport = {
  title: 'List, `count: 10`',
  conditions: 'A backlog.',
  head: ['what', 'messages/s'],
  rows: [['list trigger', '1,000']],
  verdicts: [
    { what: 'a / b', target: '≥ 2 ×', result: '1.5 ×', isMet: false },
    { what: 'c / d', target: '≥ 1 ×', result: '1.5 ×', isMet: true },
  ],
  bars: [
    { label: 'a < b', value: 50, isOurs: true },
    { label: 'b', value: 100, isOurs: false },
  ],
};

describe('The report of the benchmark', () => {
  it('shows first what was promised beside what was measured, also where it falls short', () => {
    const text = reportAsMarkdown([report]);
    expect(text).to.include(
      '| List, `count: 10`: a / b | ≥ 2 × | 1.5 × | **no** |\n| List, `count: 10`: c / d | ≥ 1 × | 1.5 × | yes |',
    );
    expect(text.indexOf('a / b')).to.be.below(text.indexOf('### List'));
    expect(text).to.include('| what | messages/s |\n| --- | --: |\n| list trigger | 1,000 |');
  });

  it('draws bars in proportion, with text that is safe in SVG', () => {
    const svg = reportAsSvg([report]);
    expect([...svg.matchAll(/width="(\d+)" height="15"/g)].map(([, width]) => width)).to.deep.equal([
      '200',
      '400',
    ]);
    expect(svg).to.include('a &lt; b');
  });

  it('takes medians and quantiles between neighbours', () => {
    expect(spreadOf([3, 1, 2])).to.deep.equal({ median: 2, min: 1, max: 3 });
    expect(quantile([1, 2], 0.5)).to.equal(1.5);
    expect(quantile([4, 1, 3, 2, 5], 1)).to.equal(5);
  });

  it('compares what was measured in the same round', () => {
    expect(ratiosOf([10, 30], [5, 10])).to.deep.equal([2, 3]);
  });

  it('takes Redis or the cores for the limit only where their own work fills them', () => {
    const limit = (redis: number, processes: number, machine: number) =>
      limitOf({ redis, processes, machine }, 2, 2);
    expect(limit(0.95, 0.5, 1.5)).to.deep.equal({ isProven: true, text: 'Redis, which uses one core' });
    expect(limit(0.5, 1.35, 1.9)).to.deep.equal({ isProven: true, text: 'the 2 cores' });
    expect(limit(0.4, 0.6, 2)).to.deep.equal({ isProven: false, text: 'other work on this machine' });
    expect(limit(0.4, 0.6, 1)).to.deep.equal({ isProven: false, text: 'neither Redis nor the cores' });
  });

  it('takes the cores for the limit where what was to be reached would fill them at the cost before', () => {
    const limit = (processes: number, atLeast: number) => {
      const [ours, theirs] = [1.2, processes].map((each) => ({ redis: 0.4, processes: each, machine: 1.6 }));
      return ours && theirs && limitBeside(ours, theirs, { number: 2, cores: 2, atLeast });
    };
    const text = 'the 2 cores: 1.4 × as many messages would take 1.82 of them';
    expect(limit(0.9, 1.4)).to.deep.equal({ isProven: true, text });
    expect(limit(0.8, 1.4)).to.deep.equal({ isProven: false, text: 'neither Redis nor the cores' });
    expect(limit(0.9, 1)).to.deep.equal({ isProven: false, text: 'neither Redis nor the cores' });
  });
});
