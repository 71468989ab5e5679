import type { Observation } from './assignment.js';

/** How many tenths of the messages warm up: V8 compiles for about a second what a process runs often. */
const warmUpTenths = 5;

/** Counts messages. The clock starts after the first half, and stops at the last one. */
export class Tally {
  readonly finished: Promise<void>;
  private finish: () => void = () => undefined;
  private handled = 0;
  private firstAt = 0;
  private startedAt = 0;
  private endedAt = 0;
  private cpuAtStart: NodeJS.CpuUsage = { user: 0, system: 0 };
  private cpu: NodeJS.CpuUsage = { user: 0, system: 0 };
  private readonly rss: number[] = [];
  private readonly tenthsInMs: number[] = [];
  private readonly tenth: number;
  private readonly warmUp: number;
  private nextMark: number;

  constructor(private readonly messages: number) {
    this.finished = new Promise((resolve) => (this.finish = resolve));
    this.tenth = Math.max(1, Math.floor(messages / 10));
    this.warmUp = warmUpTenths * this.tenth;
    this.nextMark = this.tenth;
  }

  readonly count = (): void => {
    if (++this.handled === 1) this.firstAt = performance.now();
    if (this.handled === this.nextMark) this.mark();
  };

  look(): Observation {
    const { user, system } = process.cpuUsage();
    return {
      handled: this.handled,
      timed: this.handled - this.warmUp,
      elapsedInMs: this.endedAt - this.startedAt,
      inAllInMs: this.endedAt - this.firstAt,
      cpuInMicros: this.cpu.user + this.cpu.system,
      totalCpuInMicros: user + system,
      tenthsInMs: this.tenthsInMs,
      rss: this.rss,
      maxRss: process.resourceUsage().maxRSS * 1024,
      latencies: [],
    };
  }

  private mark(): void {
    this.rss.push(process.memoryUsage.rss());
    this.tenthsInMs.push(performance.now());
    if (this.handled === this.warmUp) {
      this.startedAt = performance.now();
      this.cpuAtStart = process.cpuUsage();
    }
    this.nextMark = this.handled + this.tenth >= this.messages ? this.messages : this.handled + this.tenth;
    if (this.handled < this.messages) return;
    this.endedAt = performance.now();
    this.cpu = process.cpuUsage(this.cpuAtStart);
    this.finish();
  }
}
