import { availableParallelism } from 'node:os';
import { limitBeside, limitOf, type BusyCores } from '../report/limit-of.js';
import { numberText, spreadText } from '../report/number-text.js';
import type { Scenario, Verdict } from '../report/scenario-report.js';
import { ratiosOf, spreadOf } from '../report/statistics.js';
import { inRounds } from '../run/in-rounds.js';
import { measureTogether, type Together } from '../run/measure-together.js';

const cores = availableParallelism();

const kinds = ['stream', 'list'] as const;
/** For each process: enough that V8 has compiled what it runs when the clock starts. */
const backlogEach = { stream: 200_000, list: 600_000 };

const entries = kinds.flatMap((kind) =>
  [1, 2, 4].map((processes) => ({ label: labelOf(kind, processes), kind, processes })),
);

/** How much more so many processes should do than others, unless Redis or the cores are the limit. */
const targets = [
  { processes: 2, against: 1, atLeast: 1.4 },
  { processes: 4, against: 2, atLeast: 1 },
];

/** One, two and four processes on the same list, and on the same stream. */
export const scale: Scenario = {
  name: 'scale',
  isQuick: false,
  async run(bench) {
    const results = await inRounds(bench, entries, (_bench, { kind, processes }) =>
      measureTogether(bench, { kind, processes, messages: bench.scale(processes * backlogEach[kind]) }),
    );
    const byLabel = new Map([...results].map(([{ label }, rounds]) => [label, rounds]));
    return {
      title: 'Several processes',
      conditions: `One backlog, with as much for each process, \`count: 100\`, ${cores} cores. CPU is in cores: of Redis, of all processes together, and of the whole machine with what else runs there.`,
      head: ['what', 'messages/s', 'Redis', 'processes', 'whole machine', 'limit'],
      rows: [...results].map(([{ label, processes }, rounds]) => {
        const busy = busyCoresOf(rounds);
        return [
          label,
          spreadText(spreadOf(speedsOf(rounds))),
          ...[busy.redis, busy.processes, busy.machine].map(numberText),
          limitOf(busy, processes, cores).text,
        ];
      }),
      verdicts: kinds.flatMap((kind) => targets.flatMap((target) => verdictOf(kind, target, byLabel))),
    };
  },
};

function labelOf(kind: string, processes: number): string {
  return `${processes} × ${kind} trigger`;
}

function verdictOf(
  kind: string,
  { processes, against, atLeast }: (typeof targets)[number],
  byLabel: ReadonlyMap<string, readonly Together[]>,
): Verdict[] {
  const [ours, theirs] = [processes, against].map((number) => byLabel.get(labelOf(kind, number)));
  if (!ours || !theirs) return [];
  const spread = spreadOf(ratiosOf(speedsOf(ours), speedsOf(theirs)));
  const goal = { number: processes, cores, atLeast };
  const { isProven, text } = limitBeside(busyCoresOf(ours), busyCoresOf(theirs), goal);
  return [
    {
      what: `${labelOf(kind, processes)} / ${labelOf(kind, against)}`,
      target: `≥ ${atLeast} ×, unless Redis or the cores are the limit`,
      result: `${spreadText(spread, ' ×')}; limit: ${text}`,
      isMet: spread.median >= atLeast || isProven,
    },
  ];
}

function speedsOf(rounds: readonly Together[]): number[] {
  return rounds.map((each) => each.messagesPerSecond);
}

function busyCoresOf(rounds: readonly Together[]): BusyCores {
  const medianOf = (figure: (each: Together) => number): number => spreadOf(rounds.map(figure)).median;
  return {
    redis: medianOf((each) => each.redisCpu),
    processes: medianOf((each) => each.clientCpu),
    machine: medianOf((each) => each.busyCores),
  };
}
