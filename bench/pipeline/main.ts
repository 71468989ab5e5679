import { parseArgs } from 'node:util';
import { spreadText } from '../report/number-text.js';
import { pipelineCases } from './cases.js';
import { measurePipeline } from './measure-pipeline.js';

/* `npm run bench:pipeline`: what an invocation takes, from a message's bytes to its outcome, without Redis. */

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    messages: { type: 'string', default: '100000' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  process.stdout.write('npm run bench:pipeline [-- --rounds <n> --messages <n>]\n');
} else {
  const told = { rounds: Number(values.rounds), messages: Number(values.messages) };
  for (const each of pipelineCases) {
    const spread = await measurePipeline(each, told);
    const isMet = spread.median <= each.limitInMicros ? 'met' : 'NOT MET';
    const target = `target ≤ ${each.limitInMicros} µs`;
    process.stdout.write(`${each.label}: ${spreadText(spread, ' µs')}, ${target}: ${isMet}\n`);
  }
}
