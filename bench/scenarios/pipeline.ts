import { spreadText } from '../report/number-text.js';
import type { Scenario, Verdict } from '../report/scenario-report.js';
import { pipelineCases } from '../pipeline/cases.js';
import { measurePipeline } from '../pipeline/measure-pipeline.js';

/** What an invocation takes by itself, without Redis. */
export const pipeline: Scenario = {
  name: 'pipeline',
  isQuick: true,
  async run(bench) {
    const messages = bench.scale(100_000);
    const verdicts: Verdict[] = [];
    for (const each of pipelineCases) {
      const spread = await measurePipeline(each, { messages, rounds: bench.rounds });
      verdicts.push({
        what: `pipeline: ${each.label}`,
        target: `≤ ${each.limitInMicros} µs`,
        result: spreadText(spread, ' µs'),
        isMet: spread.median <= each.limitInMicros,
      });
    }
    return {
      title: 'The pipeline, without Redis',
      conditions: `From the bytes of a list element to the outcome, a hundred at a time, ${messages} messages a round.`,
      head: ['what', 'µs/message'],
      rows: verdicts.map(({ what, result }) => [what, result]),
      verdicts,
    };
  },
};
