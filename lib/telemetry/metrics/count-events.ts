import type {
  InvocationEvent,
  InvocationFailed,
  RuntimeEventListener,
  RuntimeEvents,
} from '../../events/runtime-events.js';
import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import type { Runtime } from '../../runtime/runtime.js';
import { attributes, type AttributeValues } from '../names.js';
import type { ErrorTypes } from './error-types.js';
import type { FunctionAttributes } from './function-attributes.js';
import type { MetricSink } from './metric-sink.js';
import { metrics, outcomes } from './metric-table.js';

type Listeners = { readonly [Name in keyof RuntimeEvents]?: RuntimeEventListener<Name> };

/** Counts what the events of a runtime tell, until the returned function is called. */
export function countEvents(
  runtime: Pick<Runtime, 'on' | 'off' | 'functions'>,
  sink: MetricSink,
  byId: ReadonlyMap<string, FunctionAttributes>,
  errorTypes: ErrorTypes,
): () => void {
  for (const descriptor of runtime.functions) beginAtZero(descriptor, byId, sink);
  const listeners = listenersFor(byId, sink, errorTypes);
  const names = Object.keys(listeners) as (keyof RuntimeEvents)[];
  const each = (method: 'on' | 'off'): void => {
    for (const name of names) runtime[method](name, listeners[name] as RuntimeEventListener<typeof name>);
  };
  each('on');
  return () => each('off');
}

function listenersFor(
  byId: ReadonlyMap<string, FunctionAttributes>,
  sink: MetricSink,
  errorTypes: ErrorTypes,
): Listeners {
  const ended = (event: InvocationEvent, outcome: string, errorType?: string): void => {
    const of = byId.get(event.functionId);
    if (!of) return;
    sink.add(metrics.consumed, 1, of.operation(event.source, errorType).consumed);
    sink.add(metrics.outcomes, 1, of.outcome(outcome));
  };
  const count = (functionId: string, outcome: string): void => {
    const of = byId.get(functionId);
    if (of) sink.add(metrics.outcomes, 1, of.outcome(outcome));
  };
  return {
    invocationSucceeded: (event) => ended(event, 'succeeded'),
    invocationDropped: (event) => ended(event, 'dropped'),
    invocationPostponed: (event) => ended(event, 'postponed'),
    invocationFailed: (event: InvocationFailed) => ended(event, event.reason, errorTypes.of(event.error)),
    invocationRetried: ({ functionId }) => count(functionId, 'retried'),
    messageSkipped: ({ functionId }) => count(functionId, 'duplicate'),
    messageDeadLettered: ({ functionId }) => sink.add(metrics.deadLettered, 1, ofFunction(functionId)),
    messagesLost: ({ functionId, count: lost }) => sink.add(metrics.lost, lost, ofFunction(functionId)),
    gap: ({ functionId }) => sink.add(metrics.gaps, 1, ofFunction(functionId)),
  };
}

/** A counter that first shows 1 never grew, for Prometheus: the first failure would go unseen. */
function beginAtZero(
  { id }: FunctionDescriptor,
  byId: ReadonlyMap<string, FunctionAttributes>,
  sink: MetricSink,
): void {
  for (const metric of [metrics.deadLettered, metrics.lost, metrics.gaps])
    sink.add(metric, 0, ofFunction(id));
  for (const outcome of outcomes) sink.add(metrics.outcomes, 0, byId.get(id)?.outcome(outcome) ?? {});
}

function ofFunction(functionId: string): AttributeValues {
  return { [attributes.functionId]: functionId };
}
