import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { pipelineCases } from '../pipeline/cases.js';
import { spreadText } from '../report/number-text.js';
import type { Scenario } from '../report/scenario-report.js';
import type { Spread } from '../report/statistics.js';

const program = fileURLToPath(new URL('../pipeline/main.js', import.meta.url));

/** What an invocation takes by itself, without Redis. In a process of its own, as everything that is measured. */
export const pipeline: Scenario = {
  name: 'pipeline',
  isQuick: true,
  async run(bench) {
    const messages = bench.scale(100_000);
    const args = [program, '--json', '--messages', `${messages}`, '--rounds', `${bench.rounds}`];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    const spreads = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Spread);
    const verdicts = pipelineCases.flatMap(({ label, limitInMicros }, index) => {
      const spread = spreads[index];
      if (!spread) throw new Error(`no figure for ${label}`);
      const result = spreadText(spread, ' µs');
      return [
        { what: label, target: `≤ ${limitInMicros} µs`, result, isMet: spread.median <= limitInMicros },
      ];
    });
    return {
      title: 'The pipeline, without Redis',
      conditions: `From the bytes of a list element to the outcome, a hundred at a time, ${messages} messages a round.`,
      head: ['what', 'CPU µs/message'],
      rows: verdicts.map(({ what, result }) => [what, result]),
      verdicts,
    };
  },
};
