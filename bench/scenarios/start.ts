import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { spreadText } from '../report/number-text.js';
import type { Scenario } from '../report/scenario-report.js';
import { ratiosOf, spreadOf } from '../report/statistics.js';
import type { Bench } from '../run/bench.js';
import { inRounds } from '../run/in-rounds.js';
import { SideProcess } from '../run/side-process.js';

const importTime = fileURLToPath(new URL('../start/import-time.js', import.meta.url));
const runtimeTime = fileURLToPath(new URL('../start/runtime-time.js', import.meta.url));

/** Each import is short, and one disturbance of the machine is as long as all of it. */
const importsInARound = 3;

const without = {
  label: 'ioredis, tsyringe and reflect-metadata',
  program: [importTime, 'reflect-metadata', 'ioredis', 'tsyringe'],
};
/** By the names that its users import: what `exports` of package.json leads to is what is shipped. */
const entries = ['redis-triggers', 'redis-triggers/testing', 'redis-triggers/scaling'].map((name) => ({
  label: `\`${name}\``,
  program: [importTime, name],
}));
/** What is imported late is still waited for: the import and `createRuntime` together, by the kinds of the functions. */
const runtimes = [['list'], ['stream'], ['list', 'stream', 'pubsub']].map((kinds) => ({
  label: `\`redis-triggers\` and \`createRuntime\`: ${kinds.join(', ')}`,
  program: [runtimeTime, ...kinds],
}));
const functions = 100;
const starting = `\`createRuntime\` and \`start()\`, ${functions} functions`;
const mostImports = 1.3;
const mostInMs = 300;

/** How long a program waits for the package before it handles anything. */
export const start: Scenario = {
  name: 'start',
  isQuick: true,
  async run(bench) {
    const often = { ...bench, rounds: bench.rounds * importsInARound };
    const imports = await inRounds(often, [without, ...entries, ...runtimes], (_bench, { program }) =>
      timeOf(program),
    );
    const base = imports.get(without) ?? [];
    const starts = (await inRounds(bench, [{ label: starting }], startTime)).values().next().value ?? [];
    const comparedOf = (each: (typeof runtimes)[number]) => {
      const times = imports.get(each) ?? [];
      return { entry: each, times, ratio: spreadOf(ratiosOf(times, base)) };
    };
    const compared = entries.map(comparedOf);
    return {
      title: 'Start',
      conditions: `Each import in a Node.js process of its own, by turns, ${often.rounds} times; the time of \`import()\` alone, and with \`createRuntime\` for one function of each kind that is named. The functions are 50 lists and 50 streams of one runtime, from \`createRuntime\` until \`start()\` has resolved, ${bench.rounds} times.`,
      head: ['what', 'ms', `/ ${without.label}`],
      rows: [
        [without.label, spreadText(spreadOf(base)), ''],
        ...[...compared, ...runtimes.map(comparedOf)].map(({ entry, times, ratio }) => [
          entry.label,
          spreadText(spreadOf(times)),
          spreadText(ratio, ' ×'),
        ]),
        [starting, spreadText(spreadOf(starts)), ''],
      ],
      verdicts: [
        ...compared.map(({ entry, ratio }) => ({
          what: `import of ${entry.label} / ${without.label}`,
          target: `≤ ${mostImports} ×`,
          result: spreadText(ratio, ' ×'),
          isMet: ratio.median <= mostImports,
        })),
        {
          what: starting,
          target: `< ${mostInMs} ms`,
          result: spreadText(spreadOf(starts), ' ms'),
          isMet: spreadOf(starts).median < mostInMs,
        },
      ],
    };
  },
};

/** What a program of `bench/start` says. */
async function timeOf(program: readonly string[]): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, program);
  return Number(stdout);
}

async function startTime({ server }: Bench): Promise<number> {
  await server.client.flushall();
  const conditions = { port: server.port, key: 'start', messages: functions, options: {} };
  const assignment = { ...conditions, contestant: 'contestants/idle-triggers', purpose: 'count' as const };
  const { side, startedInMs } = await SideProcess.start(assignment);
  await side.stop();
  return startedInMs;
}
