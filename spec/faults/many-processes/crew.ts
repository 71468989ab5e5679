import { ConsumerProcess } from '../matrix/consumer-process.js';
import type { ConsumerOptions, Gap, Handled } from '../matrix/consumer.js';
import { moment } from '../matrix/moment.js';
import { until } from '../matrix/until.js';
import { randomOf } from './random.js';
import { realTime } from '../../support/real-time.js';

/** Processes of one program, which are killed and started at random. */
export class Crew {
  private constructor(private readonly members: readonly ConsumerProcess[]) {}

  /** Starts so many; resolves when all listen. */
  static async start(size: number, options: ConsumerOptions): Promise<Crew> {
    const starts = Array.from({ length: size }, () => ConsumerProcess.start(options, false));
    return new Crew(await Promise.all(starts));
  }

  get handled(): readonly Handled[] {
    return this.members.flatMap(({ handled }) => handled);
  }

  get reportedGaps(): readonly Gap[] {
    return this.members.flatMap(({ gaps }) => gaps);
  }

  /** How many were killed. */
  get kills(): number {
    return this.members.reduce((sum, { deaths }) => sum + deaths, 0);
  }

  /** Kills one of those that run, or starts it where it was killed, again and again, by the dice of the seed. */
  async disturb(seed: string, durationInMs: number): Promise<void> {
    // Not before: a lease may last longer than this, and whoever has it could be killed before it has done anything.
    await until(() => this.handled.length > 0);
    const random = randomOf(seed);
    for (const end = moment() + durationInMs; moment() < end;) {
      const member = this.members[Math.floor(random() * this.members.length)];
      if (member?.isRunning) await member.signal('SIGKILL');
      else member?.restart();
      await realTime(200 + random() * 1_000);
    }
  }

  /** Starts those that were killed. */
  complete(): void {
    for (const member of this.members) if (!member.isRunning) member.restart();
  }

  /** Whether all listen, and no handler runs. */
  async isIdle(): Promise<boolean> {
    const reports = await Promise.all(this.members.map((member) => member.report()));
    return reports.every((report) => report?.ready && report.inFlight === 0);
  }

  async stop(): Promise<void> {
    await Promise.all(this.members.map((member) => member.stop()));
  }
}
