import { labels, type Queries } from './queries.js';

/** What a panel shows. */
export interface Panel {
  readonly title: string;
  readonly description: string;
  /** One of Grafana's units. */
  readonly unit: string;
  readonly queries: readonly { readonly expr: string; readonly legend: string }[];
}

const byFunction = `{{${labels.functionLabel}}}`;
const byKey = `${byFunction} {{${labels.keyLabel}}}`;
const byOutcome = `${byFunction} {{${labels.outcomeLabel}}}`;
const byState = `${byFunction} {{${labels.stateLabel}}}`;

/** The panels of the dashboard, in their order. */
export function panelsOf(queries: Queries): readonly Panel[] {
  return [
    {
      title: 'Messages handled',
      description:
        'How many messages a second ended, however they did. Retries and duplicates are not among them.',
      unit: 'ops',
      queries: [{ expr: queries.handledRate, legend: byFunction }],
    },
    {
      title: 'Failures',
      description:
        'Messages a second that failed with no retry to follow, by the reason; and attempts that are retried.',
      unit: 'ops',
      queries: [
        { expr: queries.failedRate, legend: byOutcome },
        { expr: queries.retriedRate, legend: `${byFunction} retried` },
      ],
    },
    {
      title: 'Duration',
      description: 'The 95th and the 50th percentile of attempts.',
      unit: 's',
      queries: [
        { expr: queries.quantile(0.95), legend: `${byFunction} p95` },
        { expr: queries.quantile(0.5), legend: `${byFunction} p50` },
      ],
    },
    {
      title: 'In flight and waiting',
      description: 'Invocations that run, and messages that a process has taken and that wait for a permit.',
      unit: 'short',
      queries: [
        { expr: queries.inFlight, legend: `${byFunction} in flight` },
        { expr: queries.waiting, legend: `${byFunction} waiting` },
      ],
    },
    {
      title: 'Backlog',
      description:
        'Messages in Redis that have not been handled yet, and those of them that a process was given.',
      unit: 'short',
      queries: [
        { expr: queries.backlog, legend: byKey },
        { expr: queries.pending, legend: `${byKey} pending` },
      ],
    },
    {
      title: 'Oldest entry',
      description:
        'How long the oldest entry of a stream has been waiting. Elements of lists say nothing of their age.',
      unit: 's',
      queries: [{ expr: queries.oldestAge, legend: byKey }],
    },
    {
      title: 'Dead letters',
      description: 'Messages that were given up and are kept in Redis.',
      unit: 'short',
      queries: [{ expr: queries.deadLetters, legend: byKey }],
    },
    {
      title: 'New dead letters, losses and gaps',
      description:
        'What became a dead letter, was lost or may have been, and subscriptions that did not stand, in each interval.',
      unit: 'short',
      queries: [
        { expr: queries.newDeadLetters, legend: `${byFunction} dead letters` },
        { expr: queries.lost, legend: `${byFunction} lost` },
        { expr: queries.gaps, legend: `${byFunction} gaps` },
      ],
    },
    {
      title: 'Listeners',
      description:
        'How many processes are in each state. A function that recovers cannot listen, and keeps trying.',
      unit: 'short',
      queries: [{ expr: queries.states, legend: byState }],
    },
    {
      title: 'Since the last success',
      description: 'How long ago a message was last handled successfully, by any process.',
      unit: 's',
      queries: [{ expr: queries.sinceLastSuccess, legend: byFunction }],
    },
  ];
}
