import { addOnPortOf } from '../../runtime/add-on-port.js';
import { recordSends } from '../sends/hook-sends.js';
import type { Runtime } from '../../runtime/runtime.js';
import { AttemptTimes } from './attempt-times.js';
import { countEvents } from './count-events.js';
import { ErrorTypes } from './error-types.js';
import { FunctionAttributes } from './function-attributes.js';
import type { MetricSink } from './metric-sink.js';
import { gaugesOf } from './read-gauges.js';

/** Which process reads what waits in Redis. */
export interface BacklogOptions {
  /**
   * Whether this process reads backlogs, pending messages, ages and dead letters from Redis when metrics are asked for, or a
   * function that tells whether it does at present. They are the same whoever reads them, so one process of many is enough.
   * Default true.
   */
  readonly readsBacklog?: boolean | (() => boolean);
}

/** Records all metrics of a runtime in this sink, until the returned function is called. */
export function recordMetrics(runtime: Runtime, sink: MetricSink, options: BacklogOptions): () => void {
  const port = addOnPortOf(runtime);
  const { describeError } = port;
  const byId = new Map(runtime.functions.map((each) => [each.id, new FunctionAttributes(each)]));
  const errorTypes = new ErrorTypes();
  const unhooks = [
    countEvents(runtime, sink, byId, errorTypes),
    port.instrument(new AttemptTimes({ sink, byId, errorTypes, describeError })),
    recordSends(runtime.sender, sink),
    sink.observe(gaugesOf(runtime, backlogReader(options))),
  ];
  return () => unhooks.forEach((unhook) => unhook());
}

/** Tells whether this process reads backlogs at present. Never throws: a function that does has not said so. */
function backlogReader({ readsBacklog = true }: BacklogOptions): () => boolean {
  if (typeof readsBacklog === 'boolean') return () => readsBacklog;
  return () => {
    try {
      return readsBacklog();
    } catch {
      return false;
    }
  };
}
