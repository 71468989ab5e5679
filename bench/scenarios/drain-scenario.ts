import { numberText, spreadText } from '../report/number-text.js';
import type { Scenario, ScenarioReport, Verdict } from '../report/scenario-report.js';
import { ratiosOf, spreadOf } from '../report/statistics.js';
import { inRounds } from '../run/in-rounds.js';
import type { Drain, DrainEntry } from '../run/measure-drain.js';
import { Pace } from '../run/pace.js';

/** How much faster one entry should be than another, named by their labels. */
export interface DrainTarget {
  readonly what: string;
  readonly against: string;
  readonly atLeast: number;
}

/** A scenario in which contestants drain a backlog as fast as they can. */
export interface DrainScenario {
  readonly name: string;
  readonly title: string;
  readonly conditions: string;
  readonly entries: readonly DrainEntry[];
  readonly targets: readonly DrainTarget[];
  /** The label of the entry that a further column compares each with. */
  readonly baseline?: string;
  /** Whether `--quick` measures it too; true unless told. */
  readonly isQuick?: boolean;
}

const head = [
  'what',
  'messages/s',
  'client CPU µs/message',
  'Redis CPU µs/message',
  'commands/message',
] as const;

/** Makes a scenario of what is to be drained, and by whom. */
export function drainScenario(plan: DrainScenario): Scenario {
  return {
    name: plan.name,
    isQuick: plan.isQuick ?? true,
    async run(bench) {
      const isNamed = (label: string): boolean =>
        plan.targets.some(({ what, against }) => what === label || against === label);
      const takesPart = ({ label, contestant }: DrainEntry): boolean =>
        // With little time, only what a target is about.
        (!bench.quick || isNamed(label)) && (bench.peers || !contestant.startsWith('peers/'));
      return reportOf(plan, await inRounds(bench, plan.entries.filter(takesPart), new Pace().measure));
    },
  };
}

function reportOf(plan: DrainScenario, results: Map<DrainEntry, Drain[]>): ScenarioReport {
  const { title, conditions, baseline, targets } = plan;
  const speeds = new Map([...results].map(([{ label }, drains]) => [label, speedsOf(drains)]));
  const plain = baseline === undefined ? undefined : speeds.get(baseline);
  const rows = [...results].map(([{ label }, drains]) => [
    label,
    spreadText(spreadOf(speedsOf(drains))),
    spreadText(spreadOf(drains.map((each) => each.clientCpuInMicros))),
    spreadText(spreadOf(drains.map((each) => each.redisCpuInMicros))),
    numberText(spreadOf(drains.map((each) => each.commandsPerMessage)).median),
    ...(plain ? [`${numberText(spreadOf(ratiosOf(speedsOf(drains), plain)).median)} ×`] : []),
  ]);
  return {
    ...{ title, conditions, rows },
    head: plain ? [...head, `speed / ${baseline}`] : head,
    verdicts: targets.flatMap((target) => verdictOf(target, speeds)),
    bars: [...results].map(([{ label, contestant }, drains]) => ({
      label,
      value: spreadOf(speedsOf(drains)).median,
      isOurs: contestant.endsWith('-trigger'),
    })),
  };
}

function speedsOf(drains: readonly Drain[]): number[] {
  return drains.map((each) => each.messagesPerSecond);
}

function verdictOf(
  { what, against, atLeast }: DrainTarget,
  speeds: ReadonlyMap<string, readonly number[]>,
): Verdict[] {
  const [ours, theirs] = [speeds.get(what), speeds.get(against)];
  if (!ours || !theirs) return [];
  const spread = spreadOf(ratiosOf(ours, theirs));
  return [
    {
      what: `${what} / ${against}`,
      target: `≥ ${atLeast} ×`,
      result: spreadText(spread, ' ×'),
      isMet: spread.median >= atLeast,
    },
  ];
}
