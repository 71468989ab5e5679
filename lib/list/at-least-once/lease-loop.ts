import type { CommandSender } from '../../redis/commands/command-sender.js';
import { isKeyError } from '../../redis/errors/error-kind.js';
import { RetryDelays } from '../../redis/errors/retry-delays.js';
import type { RedisClient } from '../../redis/client/redis-client.js';
import type { ListFunction } from '../../functions/function-descriptor.js';
import { guardLoop } from '../../time/guard-loop.js';
import type { ListenerObserver } from '../../listeners/listener.js';
import { areBytesMoving } from '../../listeners/liveness/is-moving.js';
import { signals } from '../../signals/signals.js';
import { LoopLiveness } from '../../time/loop-liveness.js';
import type { Clock } from '../../time/clock.js';
import type { ListSource } from './list-source.js';
import { LostElements } from './lost-elements.js';

/** Renews the leases of this process, three times in the duration of one, and puts back what dead processes held. */
export class LeaseLoop {
  /** Whether it goes on. */
  readonly liveness = new LoopLiveness();
  /** A renewal may wait behind something large on a slow link. */
  private readonly areBytesMoving: () => boolean;
  private readonly stopping = new AbortController();
  private putsBack = true;
  private ended: Promise<void> = Promise.resolve();

  private readonly lost: LostElements;

  constructor(private readonly options: LeaseLoopOptions) {
    const { descriptor, command, observer } = options;
    this.lost = new LostElements(descriptor, command, observer, this.liveness);
    this.areBytesMoving = areBytesMoving(command);
  }

  start(): void {
    this.ended = guardLoop(this.run(), this.liveness, this.options.observer);
  }

  /** Puts nothing back any more. Leases are still renewed, because handlers may run on for a while. */
  quiesce(): void {
    this.putsBack = false;
  }

  /** Renews no more: others put back what is left when the leases are over. */
  stop(): Promise<void> {
    this.stopping.abort();
    return this.ended;
  }

  private async run(): Promise<void> {
    const { observer, clock, command } = this.options;
    const retries = new RetryDelays();
    // The first connection may take its time: that is not reported.
    await command.whenReady(this.stopping.signal);
    while (!this.stopping.signal.aborted) {
      this.liveness.recordProgress();
      const begunAt = clock.now();
      const error = await this.liveness.during(this.areBytesMoving, this.round());
      if (error !== undefined) observer.failed(error, this);
      else if (retries.hasFailed) observer.recovered(this);
      signals.roundEnded.publish();
      const untilNext = begunAt + this.restInMs - clock.now();
      if (error === undefined) retries.reset();
      const rest = error === undefined ? untilNext : Math.min(retries.after(error), untilNext);
      const restInMs = Math.max(1, rest);
      this.liveness.recordProgress(restInMs);
      await clock.sleep(restInMs, this.stopping.signal);
    }
  }

  private get restInMs(): number {
    return this.options.descriptor.claimIdleInMs / 3;
  }

  /**
   * Renews first, because the own leases must not wait for anything. One bad list holds up no other. Resolves with what
   * went wrong.
   */
  private async round(): Promise<unknown> {
    const { sources } = this.options;
    const consumers = sources.flatMap(({ consumer }) => consumer ?? []);
    const renewed = await Promise.allSettled(consumers.map((consumer) => consumer.lease.renew()));
    const failed = renewed.find((each) => each.status === 'rejected');
    if (failed && !isKeyError(failed.reason)) return failed.reason;
    try {
      const own = new Map(sources.map(({ key, consumer }) => [key, consumer?.lease.name]));
      if (this.putsBack) await this.lost.giveBack((list) => own.get(list));
      return failed?.reason;
    } catch (error) {
      return error;
    }
  }
}

export interface LeaseLoopOptions {
  readonly descriptor: ListFunction;
  readonly sources: readonly ListSource[];
  readonly command: CommandSender & Pick<RedisClient, 'whenReady' | 'moves'>;
  readonly observer: Pick<ListenerObserver, 'failed' | 'recovered' | 'tookOver'>;
  readonly clock: Clock;
}
