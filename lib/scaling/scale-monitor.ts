import type { BacklogGauge } from '../backlog/backlog-gauge.js';
import type { FunctionScale } from '../backlog/function-scale.js';
import { checkedReadingOptions, type ReadingOptions } from '../backlog/reading-options.js';
import { findScalable } from '../backlog/scalable-function.js';
import type { Connections } from '../connections/connections.js';
import type { DescribeError } from '../errors/describe-error.js';
import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import type { Logger } from '../logging/logger.js';
import type { Clock } from '../time/clock.js';

/** Hears of a reading. What it throws or rejects with is logged, the first time. */
type ScaleListener = (scale: FunctionScale) => unknown;

export interface ScaleMonitorServices {
  readonly functions: readonly FunctionDescriptor[];
  /** By function id. */
  readonly gauges: ReadonlyMap<string, BacklogGauge>;
  readonly connections: Connections;
  /** Whether the fleet has paused a function. */
  readonly isPaused: (functionId: string) => Promise<boolean>;
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
  private readonly listeners = new Set<ScaleListener>();
  private readonly blamed = new WeakSet<ScaleListener>();
  /** The functions that could not be sampled the last time, which the log was told. */
  private readonly unreadable = new Set<string>();
  private readonly sampling: Promise<void>;

  /** @internal */
  constructor(private readonly parts: ScaleMonitorServices) {
    this.functions = parts.functions;
    this.sampling = this.sampleUntilClosed();
  }

  /**
   * Tells how much remains in Redis for a list or stream function. Calls within a second, and the samples, share a
   * reading. The vote goes by the samples that are taken at the interval; what is read here is none of them.
   *
   * @param options.workers how many workers there are, for the vote; 1 unless told
   * @param options.maxAgeInMs how old a reading may be. Default 1,000; with 0, Redis is asked in any case
   * @throws RedisTriggersError FUNCTION_UNKNOWN, FUNCTION_NOT_SCALABLE (pub/sub), or SCALE_UNREADABLE (Redis does
   *   not tell in time, also after `close()`)
   */
  async read(functionId: string, options: ReadingOptions = {}): Promise<FunctionScale> {
    const { id } = findScalable(this.functions, functionId, 'ScaleMonitor');
    const { workers, maxAgeInMs } = checkedReadingOptions(options, 'ScaleMonitor.read');
    const gauge = this.gaugeOf(id);
    const [remaining, isPaused] = await Promise.all([gauge.read(maxAgeInMs), this.parts.isPaused(id)]);
    const scale = gauge.scaleOf(remaining, workers, isPaused);
    this.announce(scale);
    return scale;
  }

  /** Calls back with each reading and each sample of any function, for one worker. Returns what ends it. */
  onRead(listener: ScaleListener): () => void {
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
      const samples = [...gauges].map(async ([id, gauge]) => {
        const scale = await this.sample(id, gauge);
        if (scale) this.announce(scale);
      });
      await Promise.all([...samples, clock.sleep(samplingIntervalInMs, closing.signal)]);
    }
  }

  /** A function that cannot be read does not keep the others from being sampled. */
  private async sample(functionId: string, gauge: BacklogGauge): Promise<FunctionScale | undefined> {
    const { logger, describeError, closing } = this.parts;
    try {
      // Its interval may be shorter than readings may be old.
      const [remaining, isPaused] = await Promise.all([gauge.sample(0), this.parts.isPaused(functionId)]);
      if (this.unreadable.delete(functionId)) logger.info({ functionId }, 'the backlog can be read again');
      return gauge.scaleOf(remaining, 1, isPaused);
    } catch (error) {
      if (closing.signal.aborted || this.unreadable.has(functionId)) return undefined;
      this.unreadable.add(functionId);
      const { stack, ...described } = describeError(error);
      logger.warn({ functionId, error: described }, 'the backlog cannot be read; it is tried again');
      return undefined;
    }
  }

  /** What a listener throws or rejects with is its own fault, not that of who reads, and never ends the process. */
  private announce(scale: FunctionScale): void {
    for (const listener of this.listeners) {
      try {
        void Promise.resolve(listener(scale)).catch((thrown: unknown) => this.blame(listener, thrown));
      } catch (thrown) {
        this.blame(listener, thrown);
      }
    }
  }

  private blame(listener: ScaleListener, thrown: unknown): void {
    if (this.blamed.has(listener)) return;
    this.blamed.add(listener);
    const { logger, describeError } = this.parts;
    logger.error({ error: describeError(thrown) }, 'a listener of the scale monitor failed');
  }

  private gaugeOf(functionId: string): BacklogGauge {
    const gauge = this.parts.gauges.get(functionId);
    if (!gauge) throw new Error(`${functionId} has no gauge`);
    return gauge;
  }
}
