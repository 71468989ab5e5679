import { optionTable } from '../../lib/functions/options/option-table.js';
import { numberText, spreadText } from '../report/number-text.js';
import type { Scenario, ScenarioReport, Verdict } from '../report/scenario-report.js';
import { spreadOf } from '../report/statistics.js';
import { inRounds } from '../run/in-rounds.js';
import { measureDrain, type Drain, type DrainEntry } from '../run/measure-drain.js';

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
    isQuick: true,
    async run(bench) {
      const isNamed = (label: string): boolean =>
        plan.targets.some(({ what, against }) => what === label || against === label);
      const takesPart = ({ label, contestant, options = {} }: DrainEntry): boolean =>
        // With little time, only what a target is about.
        (!bench.quick || isNamed(label)) &&
        (bench.peers || !contestant.startsWith('peers/')) &&
        // An option that this version does not have yet; a hand-written loop needs none of ours.
        (!contestant.endsWith('-trigger') || Object.keys(options).every((name) => name in optionTable));
      return reportOf(plan, await inRounds(bench, plan.entries.filter(takesPart), measureDrain));
    },
  };
}

function reportOf(plan: DrainScenario, results: Map<DrainEntry, Drain[]>): ScenarioReport {
  const byLabel = new Map([...results].map(([entry, drains]) => [entry.label, drains]));
  const rows = [...results].map(([{ label }, drains]) => [
    label,
    spreadText(spreadOf(drains.map((each) => each.messagesPerSecond))),
    spreadText(spreadOf(drains.map((each) => each.clientCpuInMicros))),
    spreadText(spreadOf(drains.map((each) => each.redisCpuInMicros))),
    numberText(spreadOf(drains.map((each) => each.commandsPerMessage)).median),
  ]);
  return {
    ...{ title: plan.title, conditions: plan.conditions, head, rows },
    verdicts: plan.targets.flatMap((target) => verdictOf(target, byLabel)),
    bars: [...results].map(([{ label, contestant }, drains]) => ({
      label,
      value: spreadOf(drains.map((each) => each.messagesPerSecond)).median,
      isOurs: contestant.endsWith('-trigger'),
    })),
  };
}

/** The ratio is that of the same round, so that a slow minute slows both sides. */
function verdictOf(
  { what, against, atLeast }: DrainTarget,
  byLabel: ReadonlyMap<string, readonly Drain[]>,
): Verdict[] {
  const [ours, theirs] = [byLabel.get(what), byLabel.get(against)];
  if (!ours || !theirs) return [];
  const ratios = ours.map(
    (each, round) => each.messagesPerSecond / (theirs[round]?.messagesPerSecond ?? NaN),
  );
  const spread = spreadOf(ratios);
  return [
    {
      what: `${what} / ${against}`,
      target: `≥ ${atLeast} ×`,
      result: spreadText(spread, ' ×'),
      isMet: spread.median >= atLeast,
    },
  ];
}
