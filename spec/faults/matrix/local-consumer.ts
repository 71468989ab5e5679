import type { Consumer, ConsumerOptions, ConsumerReport, Gap, Handled } from './consumer.js';
import { createConsumerRuntime, type ConsumerRuntime } from './consumer-runtime.js';

/** A consumer in this process. */
export class LocalConsumer implements Consumer {
  readonly absences: readonly Gap[] = [];

  private constructor(
    readonly handled: readonly Handled[],
    readonly gaps: readonly Gap[],
    private readonly consumer: ConsumerRuntime,
  ) {}

  /** Starts it; resolves when its function listens. */
  static async start(options: ConsumerOptions): Promise<LocalConsumer> {
    const handled: Handled[] = [];
    const gaps: Gap[] = [];
    const consumer = await createConsumerRuntime(options, {
      onHandled: (id, at) => void handled.push({ id, at }),
      onGap: (gap) => void gaps.push(gap),
    });
    await consumer.runtime.start();
    return new LocalConsumer(handled, gaps, consumer);
  }

  report(): Promise<ConsumerReport> {
    return Promise.resolve(this.consumer.report());
  }

  stop(): Promise<void> {
    return this.consumer.runtime.stop();
  }
}
