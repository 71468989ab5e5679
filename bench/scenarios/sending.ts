import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { spreadText } from '../report/number-text.js';
import type { Scenario } from '../report/scenario-report.js';
import { ratiosOf, spreadOf } from '../report/statistics.js';
import { inRounds } from '../run/in-rounds.js';

const program = fileURLToPath(new URL('../sending/send-speed.js', import.meta.url));

const pipeline = { label: 'hand-written pipeline, ioredis: an RPUSH for each', way: 'pipeline' };
const command = { label: 'hand-written command, ioredis: one RPUSH for all', way: 'command' };
const ours = [
  { label: '`sender.push`, texts, nothing to validate', way: 'plain' },
  { label: '`sender.push`, a class with class-validator', way: 'class' },
  { label: '`sender.push`, a Standard Schema (zod)', way: 'schema' },
];
/** Against a pipeline. */
const atLeast = 0.8;

/** How fast a program sends. */
export const sending: Scenario = {
  name: 'sending',
  isQuick: true,
  async run(bench) {
    const messages = bench.scale(200_000);
    const entries = [...ours, pipeline, command];
    const speeds = await inRounds(bench, entries, async ({ server }, { way }) => {
      await server.client.flushall();
      const args = [program, way, `${server.port}`, `${messages}`];
      const { stdout } = await promisify(execFile)(process.execPath, args);
      return Number(stdout);
    });
    const base = speeds.get(pipeline) ?? [];
    const compared = entries.map((entry) => {
      const own = speeds.get(entry) ?? [];
      return { entry, own, ratio: spreadOf(ratiosOf(own, base)) };
    });
    return {
      title: 'Sending',
      conditions: `${messages} messages of 120 bytes to a list, a hundred at a time, each hundred after the reply to the one before. The hand-written ways turn objects into JSON and validate nothing.`,
      head: ['what', 'messages/s', `/ ${pipeline.label}`],
      rows: compared.map(({ entry, own, ratio }) => [
        entry.label,
        spreadText(spreadOf(own)),
        entry === pipeline ? '' : spreadText(ratio, ' ×'),
      ]),
      verdicts: compared
        .filter(({ entry }) => ours.includes(entry))
        .map(({ entry, ratio }) => ({
          what: `${entry.label} / ${pipeline.label}`,
          target: `≥ ${atLeast} ×`,
          result: spreadText(ratio, ' ×'),
          isMet: ratio.median >= atLeast,
        })),
    };
  },
};
