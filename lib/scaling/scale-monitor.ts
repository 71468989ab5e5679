import type { BacklogGauge } from '../backlog/backlog-gauge.js';
import { checkedWorkers } from '../backlog/checked-workers.js';
import type { FunctionScale } from '../backlog/function-scale.js';
import { findScalable } from '../backlog/scalable-function.js';
import type { Connections } from '../connection/connections.js';
import type { DescribeError } from '../errors/describe-error.js';
import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import type { Logger } from '../logging/logger.js';
import type { Clock } from '../time/clock.js';

/** What a monitor is made of. */
export interface ScaleMonitorParts {
  readonly functions: readonly FunctionDescriptor[];
  /** By function id. */
  readonly gauges: ReadonlyMap<string, BacklogGauge>;
  readonly connections: Connections;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly describeError: DescribeError;
  readonly samplingIntervalInMs: number;
  /** Aborted by the close; the gauges know its signal. */
  readonly closing: AbortController;
}

/** Watches the backlogs of functions that run elsewhere, until `close()`. Made by `createScaleMonitor`. */
export class ScaleMonitor implements AsyncDisposable {
  /** What was found in the handlers, pub/sub functions included. */
  readonly functions: readonly FunctionDescriptor[];
  private readonly listeners = new Set<(scale: FunctionScale) => void>();
  /** The functions that could not be sampled the last time, which the log was told. */
  private readonly unreadable = new Set<string>();
  private readonly sampling: Promise<void>;

  /** @internal */
  constructor(private readonly parts: ScaleMonitorParts) {
    this.functions = parts.functions;
    this.sampling = this.sampleUntilClosed();
  }

  /**
   * Asks Redis how much remains for a list or stream function. The vote goes by the samples that are taken at
   * the interval; this reading is none of them.
   *
   * @param options.workers how many workers there are, for the vote; 1 unless told
   * @throws RedisTriggersError FUNCTION_UNKNOWN, FUNCTION_NOT_SCALABLE (pub/sub), or SCALE_UNREADABLE (Redis does
   *   not tell in time, also after `close()`)
   */
  async read(functionId: string, options: { readonly workers?: number } = {}): Promise<FunctionScale> {
    const { id } = findScalable(this.functions, functionId, 'ScaleMonitor');
    const workers = checkedWorkers(options.workers ?? 1, 'ScaleMonitor.read');
    const gauge = this.gaugeOf(id);
    const scale = gauge.scaleOf(await gauge.read(), workers);
    this.announce(scale);
    return scale;
  }

  /** Calls back with each reading and each sample of any function, for one worker. Returns what ends it. */
  onRead(listener: (scale: FunctionScale) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Ends the sampling and closes every connection; readings under way fail. Never rejects. */
  async close(): Promise<void> {
    this.parts.closing.abort();
    this.parts.connections.close();
    await this.sampling;
  }

  /** Closes: `await using monitor = await createScaleMonitor(…)`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  private async sampleUntilClosed(): Promise<void> {
    const { clock, gauges, samplingIntervalInMs, closing } = this.parts;
    while (!closing.signal.aborted) {
      const samples = [...gauges].map(([id, gauge]) => this.sample(id, gauge));
      await Promise.all([...samples, clock.sleep(samplingIntervalInMs, closing.signal)]);
    }
  }

  /** A function that cannot be read does not keep the others from being sampled. */
  private async sample(functionId: string, gauge: BacklogGauge): Promise<void> {
    const { logger, describeError, closing } = this.parts;
    try {
      const remaining = await gauge.sample();
      if (this.unreadable.delete(functionId)) logger.info({ functionId }, 'the backlog can be read again');
      this.announce(gauge.scaleOf(remaining, 1));
    } catch (error) {
      if (closing.signal.aborted || this.unreadable.has(functionId)) return;
      this.unreadable.add(functionId);
      const { stack, ...described } = describeError(error);
      logger.warn({ functionId, error: described }, 'the backlog cannot be read; it is tried again');
    }
  }

  private announce(scale: FunctionScale): void {
    for (const listener of this.listeners) listener(scale);
  }

  private gaugeOf(functionId: string): BacklogGauge {
    const gauge = this.parts.gauges.get(functionId);
    if (!gauge) throw new Error(`${functionId} has no gauge`);
    return gauge;
  }
}
