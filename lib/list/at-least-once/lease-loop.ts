import type { CommandSender } from '../../connection/command-sender.js';
import { RetryDelays } from '../../connection/retry-delays.js';
import type { ListFunction } from '../../functions/function-descriptor.js';
import type { ListenerObserver } from '../../listeners/listener.js';
import type { Clock } from '../../time/clock.js';
import type { ListSource } from './list-source.js';
import { takeBackExpired } from './take-back-expired.js';

/** What the loop is made of. */
export interface LeaseLoopParts {
  readonly descriptor: ListFunction;
  readonly sources: readonly ListSource[];
  readonly command: CommandSender;
  readonly observer: Pick<ListenerObserver, 'troubled' | 'mended'>;
  readonly clock: Clock;
}

/** Says three times in each lease that this process lives, and takes back what the dead held. */
export class LeaseLoop {
  private readonly stopping = new AbortController();
  private takesBack = true;
  private ended: Promise<void> = Promise.resolve();

  constructor(private readonly parts: LeaseLoopParts) {}

  start(): void {
    this.ended = this.run();
  }

  /** Takes nothing back any more; leases are still renewed, for handlers may run on for a while. */
  quiesce(): void {
    this.takesBack = false;
  }

  /** Renews no more; what is left is taken back by others when the leases are over. */
  stop(): Promise<void> {
    this.stopping.abort();
    return this.ended;
  }

  private async run(): Promise<void> {
    const { observer, clock } = this.parts;
    const retries = new RetryDelays();
    while (!this.stopping.signal.aborted) {
      const begunAt = clock.now();
      const error = await this.round();
      if (error !== undefined) observer.troubled(error, this);
      else if (retries.hasFailed) observer.mended(this);
      const untilNext = begunAt + this.restInMs - clock.now();
      if (error === undefined) retries.reset();
      const rest = error === undefined ? untilNext : Math.min(retries.after(error), untilNext);
      await clock.sleep(Math.max(1, rest), this.stopping.signal);
    }
  }

  private get restInMs(): number {
    return this.parts.descriptor.claimIdleInMs / 3;
  }

  /** First the own leases of all lists, for they must not wait. Resolves with what went wrong. */
  private async round(): Promise<unknown> {
    const { sources, command, descriptor } = this.parts;
    const consumers = sources.flatMap(({ consumer }) => consumer ?? []);
    const renewed = await Promise.allSettled(consumers.map((consumer) => consumer.renew()));
    const failed = renewed.find((each) => each.status === 'rejected');
    if (failed) return failed.reason;
    try {
      for (const source of this.takesBack ? sources : []) await takeBackExpired(command, source, descriptor);
      return undefined;
    } catch (error) {
      return error;
    }
  }
}
