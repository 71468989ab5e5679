import { attributes, type AttributeName } from '../names.js';

/** One metric, whichever way it leaves the process. */
export interface Metric {
  /** As OpenTelemetry has it; that of Prometheus follows from it. */
  readonly name: string;
  readonly type: 'histogram' | 'counter' | 'gauge';
  /** In UCUM, as OpenTelemetry has it: `s`, or in braces what is counted. Empty for a number that is neither. */
  readonly unit: string;
  readonly description: string;
  readonly attributes: readonly AttributeName[];
}

/** A metric that is read when somebody asks for it. */
export interface Gauge extends Metric {
  readonly type: 'gauge';
  /** What becomes of the values of several runtimes of a process that have the same attributes. */
  readonly together: 'sum' | 'max';
}

const { system, operation, destination, template, group, errorType, functionId, key, outcome, state } =
  attributes;
const ofOperation = [system, operation, destination, template, group, errorType] as const;

/** The only table of metrics: OpenTelemetry, Prometheus, the dashboard, the alert rules and the docs have their names from it. */
export const metrics = {
  duration: {
    name: 'messaging.process.duration',
    type: 'histogram',
    unit: 's',
    description: 'How long attempts took; 0 for messages that failed before there was one',
    attributes: [...ofOperation, functionId],
  },
  consumed: {
    name: 'messaging.client.consumed.messages',
    type: 'counter',
    unit: '{message}',
    description: 'Messages that a function was given',
    attributes: ofOperation,
  },
  sent: {
    name: 'messaging.client.sent.messages',
    type: 'counter',
    unit: '{message}',
    description: 'Messages that the sender of a runtime sent, or could not send',
    attributes: [system, operation, destination, template, errorType],
  },
  outcomes: {
    name: 'redis_triggers.outcomes',
    type: 'counter',
    unit: '{message}',
    description: 'How invocations ended, for each message; attempts that are retried and duplicates as well',
    attributes: [functionId, outcome],
  },
  deadLettered: {
    name: 'redis_triggers.dead_lettered',
    type: 'counter',
    unit: '{message}',
    description: 'Messages that became dead letters',
    attributes: [functionId],
  },
  lost: {
    name: 'redis_triggers.lost',
    type: 'counter',
    unit: '{message}',
    description: 'Messages that were lost, or may have been',
    attributes: [functionId],
  },
  gaps: {
    name: 'redis_triggers.gaps',
    type: 'counter',
    unit: '{gap}',
    description: 'Times in which a subscription may not have stood',
    attributes: [functionId],
  },
  inFlight: {
    name: 'redis_triggers.in_flight',
    type: 'gauge',
    unit: '{invocation}',
    description: 'Invocations that run',
    attributes: [functionId],
    together: 'sum',
  },
  waiting: {
    name: 'redis_triggers.waiting',
    type: 'gauge',
    unit: '{message}',
    description: 'Messages or batches that the process has taken and that wait for a permit',
    attributes: [functionId],
    together: 'sum',
  },
  backlog: {
    name: 'redis_triggers.backlog',
    type: 'gauge',
    unit: '{message}',
    description: 'Messages in Redis that have not been handled yet',
    attributes: [functionId, key],
    together: 'max',
  },
  pending: {
    name: 'redis_triggers.pending',
    type: 'gauge',
    unit: '{message}',
    description: 'Messages of the backlog that a process was given and that are not settled',
    attributes: [functionId, key],
    together: 'max',
  },
  deadLetters: {
    name: 'redis_triggers.dead_letters',
    type: 'gauge',
    unit: '{message}',
    description: 'Dead letters in Redis',
    attributes: [functionId, key],
    together: 'max',
  },
  oldestAge: {
    name: 'redis_triggers.oldest.age',
    type: 'gauge',
    unit: 's',
    description: 'The age of the oldest entry of the backlog',
    attributes: [functionId, key],
    together: 'max',
  },
  listenerState: {
    name: 'redis_triggers.listener.state',
    type: 'gauge',
    unit: '',
    description: 'Whether the function is in this state: 1 or 0',
    attributes: [functionId, state],
    together: 'max',
  },
  lastSuccess: {
    name: 'redis_triggers.last_success.time',
    type: 'gauge',
    unit: 's',
    description: 'When a message was last handled successfully, in seconds since the Unix epoch',
    attributes: [functionId],
    together: 'max',
  },
} as const satisfies Record<string, Metric | Gauge>;

/** The metrics that are read when somebody asks for them. */
export const gauges: readonly Gauge[] = Object.values(metrics).filter((metric) => metric.type === 'gauge');

/** In seconds; those that OpenTelemetry recommends for the duration. */
export const durationBuckets = [
  0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
] as const;

/** How an invocation may have ended for a message: what `redis_triggers.outcome` may be. */
export const outcomes = [
  'succeeded',
  'dropped',
  'postponed',
  'retried',
  'duplicate',
  'handler-failed',
  'timed-out',
  'payload-invalid',
  'rejected',
  'stopped',
  'too-many-deliveries',
] as const;
