import type { Runtime } from 'redis-triggers';

// #region metrics
type Labels = Readonly<Record<string, string>>;

/** The parts of counters and histograms that are used; those of prom-client fit as they are. */
export interface HandlerMetrics {
  readonly messages: { inc(labels: Labels): void };
  readonly lost: { inc(labels: Labels, count: number): void };
  readonly gaps: { inc(labels: Labels): void };
  readonly seconds: { observe(labels: Labels, seconds: number): void };
}

export function countEvents(runtime: Runtime, { messages, lost, gaps, seconds }: HandlerMetrics): void {
  runtime
    .on('invocationSucceeded', ({ functionId, durationInMs }) => {
      messages.inc({ function: functionId, outcome: 'succeeded' });
      seconds.observe({ function: functionId }, durationInMs / 1000);
    })
    .on('invocationFailed', ({ functionId, reason }) =>
      messages.inc({ function: functionId, outcome: reason }),
    )
    .on('invocationRetried', ({ functionId }) => messages.inc({ function: functionId, outcome: 'retried' }))
    .on('messageDeadLettered', ({ functionId }) =>
      messages.inc({ function: functionId, outcome: 'dead-lettered' }),
    )
    .on('messagesLost', ({ functionId, count }) => lost.inc({ function: functionId }, count))
    .on('gap', ({ functionId }) => gaps.inc({ function: functionId }));
}
// #endregion metrics
