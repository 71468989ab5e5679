import { setTimeout } from 'node:timers/promises';
import type { Assignment, Observation } from './assignment.js';
import type { Handle } from './contestant.js';
import { sentAt } from './stamp.js';

/** Notes for each message how long it took from being sent to being handled; slow ones are not noted. */
export class LatencyLog {
  private finish: () => void = () => undefined;
  private messages = 0;
  private handled = 0;
  private latencies: number[] = [];

  constructor(
    private readonly assignment: Assignment,
    private readonly textOf: (message: unknown) => string,
  ) {}

  /** Begins a new log; resolves when so many messages have been handled. */
  begin(messages: number): Promise<void> {
    this.messages = messages;
    this.handled = 0;
    this.latencies = [];
    return new Promise((resolve) => (this.finish = resolve));
  }

  readonly note: Handle = async (message) => {
    const now = process.hrtime.bigint();
    const text = this.textOf(message);
    const { slowInMs, handlerInMs } = this.assignment;
    if (slowInMs !== undefined && text.startsWith('slow')) {
      await setTimeout(slowInMs);
      return;
    }
    this.latencies.push(Number(now - sentAt(text)) / 1_000);
    if (handlerInMs !== undefined) await setTimeout(handlerInMs);
    if (++this.handled === this.messages) this.finish();
  };

  look(): Observation {
    const { user, system } = process.cpuUsage();
    return {
      handled: this.handled,
      elapsedInMs: 0,
      cpuInMicros: user + system,
      totalCpuInMicros: user + system,
      tenthsInMs: [],
      rss: [process.memoryUsage.rss()],
      maxRss: process.resourceUsage().maxRSS * 1024,
      latencies: this.latencies,
    };
  }
}
