import type { Assignment, Observation } from './assignment.js';
import type { Handle } from './contestant.js';
import { sentAt } from './stamp.js';
import { setTimeout } from 'node:timers/promises';

/** Notes for each message how long it took from being sent to being handled; slow ones are not noted. */
export class LatencyLog {
  readonly finished: Promise<void>;
  private finish: () => void = () => undefined;
  private handled = 0;
  private readonly latencies: number[] = [];

  constructor(
    private readonly assignment: Assignment,
    private readonly textOf: (message: unknown) => string,
  ) {
    this.finished = new Promise((resolve) => (this.finish = resolve));
  }

  readonly note: Handle = async (message) => {
    const now = process.hrtime.bigint();
    const text = this.textOf(message);
    const { slowInMs, handlerInMs, messages } = this.assignment;
    if (slowInMs !== undefined && text.startsWith('slow')) {
      await setTimeout(slowInMs);
      return;
    }
    this.latencies.push(Number(now - sentAt(text)) / 1_000);
    if (handlerInMs !== undefined) await setTimeout(handlerInMs);
    if (++this.handled === messages) this.finish();
  };

  look(): Observation {
    const { user, system } = process.cpuUsage();
    return {
      handled: this.handled,
      timed: this.handled,
      elapsedInMs: 0,
      inAllInMs: 0,
      cpuInMicros: user + system,
      totalCpuInMicros: user + system,
      tenthsInMs: [],
      rss: [process.memoryUsage.rss()],
      maxRss: process.resourceUsage().maxRSS * 1024,
      latencies: this.latencies,
    };
  }
}
