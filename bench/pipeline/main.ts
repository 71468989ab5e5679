import { parseArgs } from 'node:util';
import { spreadText } from '../report/number-text.js';
import { pipelineCases } from './cases.js';
import { measurePipeline } from './measure-pipeline.js';

/* `npm run bench:pipeline`: what an invocation takes, from a message's bytes to its outcome, without Redis. */

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    messages: { type: 'string', default: '100000' },
    /** One line of JSON for each case, as the whole benchmark reads it. */
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  process.stdout.write('npm run bench:pipeline [-- --rounds <n> --messages <n> --json]\n');
} else {
  const told = { rounds: Number(values.rounds), messages: Number(values.messages) };
  for (const each of pipelineCases) {
    const spread = await measurePipeline(each, told);
    const isMet = spread.median <= each.limitInMicros;
    const target = `target ≤ ${each.limitInMicros} µs: ${isMet ? 'met' : 'NOT MET'}`;
    const text = `${each.label}: ${spreadText(spread, ' µs')}, ${target}`;
    process.stdout.write(`${values.json ? JSON.stringify(spread) : text}\n`);
  }
}
