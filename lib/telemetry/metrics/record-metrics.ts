import type { Runtime } from '../../runtime/runtime.js';
import { countEvents } from './count-events.js';
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
  const unhooks = [countEvents(runtime, sink), sink.observe(gaugesOf(runtime, backlogReader(options)))];
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
