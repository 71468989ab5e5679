import { checkDashboardOptions } from '../check-telemetry-options.js';
import { loadYaml } from '../load-peer.js';
import { labels, queriesFor, type DashboardOptions } from './queries.js';

/**
 * Resolves to alert rules for Prometheus, as the YAML of a rule file: functions that cannot listen, fail, fall behind or stand still,
 * dead letters, losses and gaps. The limits in it are a beginning; change them as your program needs.
 *
 * @throws RedisTriggersError PEER_MISSING without `yaml`, TELEMETRY_OPTION_INVALID for problems of the options
 */
export async function alertRules(options: DashboardOptions = {}): Promise<string> {
  checkDashboardOptions(options, 'alertRules');
  const { stringify } = await loadYaml('alertRules');
  return stringify(ruleFile(options), { lineWidth: 0 });
}

/** What a rule file holds. */
export function ruleFile(options: DashboardOptions): RuleFile {
  return { groups: [{ name: 'redis-triggers', rules: rulesFor(options) }] };
}

export interface RuleFile {
  readonly groups: readonly { readonly name: string; readonly rules: readonly AlertRule[] }[];
}

/** One alert of a rule file. */
interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: { readonly severity: 'critical' | 'warning' };
  readonly annotations: { readonly summary: string; readonly description: string };
}

const ofFunction = `{{ $labels.${labels.functionLabel} }}`;
const ofKey = `{{ $labels.${labels.keyLabel} }}`;

function rulesFor(options: DashboardOptions): AlertRule[] {
  const shortly = queriesFor(options, '10m');
  const longer = queriesFor(options, '30m');
  const unlessPaused = `unless on (${labels.functionLabel}) ${shortly.processesIn('paused')} > 0`;
  return [
    {
      alert: 'RedisTriggersCannotListen',
      expr: `${shortly.processesIn('recovering')} > 0`,
      for: '5m',
      labels: { severity: 'critical' },
      annotations: {
        summary: `${ofFunction} cannot listen`,
        description:
          'For five minutes it has failed to listen, or to do what it owes to Redis, and keeps trying. health() and the log have the error.',
      },
    },
    {
      alert: 'RedisTriggersFailing',
      expr: `${shortly.failedShare} > 0.05`,
      for: '10m',
      labels: { severity: 'warning' },
      annotations: {
        summary: `${ofFunction} fails`,
        description: 'More than five of a hundred messages have failed for ten minutes.',
      },
    },
    {
      alert: 'RedisTriggersDeadLetters',
      expr: `${shortly.newDeadLetters} > 0`,
      labels: { severity: 'warning' },
      annotations: {
        summary: `${ofFunction} has new dead letters`,
        description:
          'Messages were given up. runtime.deadLetters() shows them, and puts them back once the cause is gone.',
      },
    },
    {
      alert: 'RedisTriggersLost',
      expr: `${shortly.lost} > 0`,
      labels: { severity: 'critical' },
      annotations: {
        summary: `${ofFunction} has lost messages, or may have`,
        description: 'The log says what was lost, and why.',
      },
    },
    {
      alert: 'RedisTriggersGaps',
      expr: `${shortly.gaps} > 0`,
      labels: { severity: 'warning' },
      annotations: {
        summary: `the subscription of ${ofFunction} did not stand for a while`,
        description: 'Messages that were published meanwhile are lost.',
      },
    },
    {
      alert: 'RedisTriggersFallsBehind',
      expr: `${longer.backlogGrowth} > 0 and ${longer.leastBacklog} > 0 ${unlessPaused}`,
      for: '30m',
      labels: { severity: 'warning' },
      annotations: {
        summary: `the backlog of ${ofFunction} at ${ofKey} grows`,
        description:
          'It has grown for an hour and was never empty: more workers are needed, or faster handlers.',
      },
    },
    {
      alert: 'RedisTriggersOldEntry',
      expr: `${shortly.oldestAge} > 300 ${unlessPaused}`,
      for: '5m',
      labels: { severity: 'warning' },
      annotations: {
        summary: `an entry of ${ofKey} waits for ${ofFunction}`,
        description: 'The oldest entry of the stream has been waiting for more than five minutes.',
      },
    },
    {
      alert: 'RedisTriggersStandsStill',
      expr: `${shortly.backlogOfFunction} > 0 and ${shortly.sinceLastSuccess} > 600 ${unlessPaused}`,
      for: '10m',
      labels: { severity: 'critical' },
      annotations: {
        summary: `${ofFunction} stands still`,
        description: 'Messages wait, and none has been handled successfully for ten minutes.',
      },
    },
  ];
}
