import type { Observation } from './assignment.js';

/** Counts messages, and notes when each tenth of them was handled. The clock runs from the first to the last. */
export class Tally {
  private finish: () => void = () => undefined;
  private handled = 0;
  private startedAt = 0;
  private endedAt = 0;
  private cpuAtStart: NodeJS.CpuUsage = { user: 0, system: 0 };
  private cpu: NodeJS.CpuUsage = { user: 0, system: 0 };
  private rss: number[] = [];
  private tenthsInMs: number[] = [];
  private messages = 0;
  private tenth = 0;
  private nextMark = 0;

  /** Counts anew; resolves when so many messages have been handled. */
  begin(messages: number): Promise<void> {
    this.messages = messages;
    this.tenth = Math.max(1, Math.floor(messages / 10));
    this.handled = 0;
    this.rss = [];
    this.tenthsInMs = [];
    this.nextMark = this.tenth;
    return new Promise((resolve) => (this.finish = resolve));
  }

  readonly note = (): void => {
    if (++this.handled === 1) this.startClock();
    if (this.handled === this.nextMark) this.mark();
  };

  look(): Observation {
    const { user, system } = process.cpuUsage();
    return {
      handled: this.handled,
      elapsedInMs: this.endedAt - this.startedAt,
      cpuInMicros: this.cpu.user + this.cpu.system,
      totalCpuInMicros: user + system,
      tenthsInMs: this.tenthsInMs,
      rss: this.rss,
      maxRss: process.resourceUsage().maxRSS * 1024,
      latencies: [],
    };
  }

  private startClock(): void {
    this.startedAt = performance.now();
    this.cpuAtStart = process.cpuUsage();
  }

  private mark(): void {
    this.rss.push(process.memoryUsage.rss());
    this.tenthsInMs.push(performance.now());
    this.nextMark = this.handled + this.tenth >= this.messages ? this.messages : this.handled + this.tenth;
    if (this.handled < this.messages) return;
    this.endedAt = performance.now();
    this.cpu = process.cpuUsage(this.cpuAtStart);
    this.finish();
  }
}
