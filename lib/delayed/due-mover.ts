import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { ListenerObserver } from '../listeners/listener.js';
import { isMoving } from '../listeners/liveness/is-moving.js';
import type { CommandClient } from '../redis/commands/clients.js';
import { moveDue } from '../redis/commands/lua/move-due.js';
import { runScript } from '../redis/commands/run-script.js';
import { retryUntil } from '../redis/errors/retry-until.js';
import { signals } from '../signals/signals.js';
import type { Clock } from '../time/clock.js';
import { guardLoop } from '../time/guard-loop.js';
import { LoopLiveness } from '../time/loop-liveness.js';
import { WakeableSleep } from '../time/wakeable-sleep.js';
import { delayedKey } from './delayed-key.js';
import type { WakeUpListener } from './wake-ups.js';

/** One step of the script sends so many messages at most, or about so many bytes: it takes Redis a millisecond or two. */
const mostAtOnce = 250;
const mostBytesAtOnce = 1024 * 1024;

/** At the latest after this it looks again, though it was told of nothing: the server's clock may have been set. */
export const longestRestInMs = 4_000;

/** The same while it is told of nothing, because its subscription does not stand. */
const longestUntoldRestInMs = 100;

/** Between two looks, where one after another is due: else each process would look for each message. */
const shortestRestInMs = 20;

export interface DueMoverOptions {
  /** The list or stream. */
  readonly key: string;
  readonly client: Pick<CommandClient, 'send' | 'whenReady' | 'steps' | 'awaitsCredentials' | 'moves'>;
  readonly observer: Pick<ListenerObserver, 'failed' | 'recovered'>;
  readonly clock: Clock;
  /** Some were sent. */
  readonly onMoved?: (() => void) | undefined;
}

/**
 * Sends the delayed messages of one list or stream when they are due. Every process that listens does so: each knows when
 * the next message is due, and whoever comes first sends it. So nobody has to notice that another one died.
 */
export class DueMover implements WakeUpListener {
  readonly channel: string;
  /** Whether no error has ended it. */
  readonly liveness = new LoopLiveness();
  private readonly ending = new AbortController();
  private ended: Promise<void> = Promise.resolve();
  private readonly sleep: WakeableSleep;
  private readonly isConnecting: () => boolean;
  /** When something is due, as far as it was told since its last look began. */
  private toldAt = Infinity;
  private isTold = false;

  constructor(private readonly options: DueMoverOptions) {
    this.channel = delayedKey(options.key);
    this.sleep = new WakeableSleep(options.clock);
    this.isConnecting = isMoving([options.client]);
  }

  start(): void {
    this.ended = guardLoop(this.run(this.ending.signal), this.liveness, this.options.observer);
  }

  /** Begins no further step; resolves when the present one is over. */
  stop(): Promise<void> {
    this.ending.abort();
    return this.ended;
  }

  dueIn(inMs: number): void {
    if (!Number.isFinite(inMs)) return;
    this.toldAt = Math.min(this.toldAt, this.options.clock.now() + inMs);
    this.sleep.wake();
  }

  /** What was delayed while it was told of nothing is looked for at once. */
  heard(isHeard: boolean): void {
    this.isTold = isHeard;
    this.dueIn(0);
  }

  /** Resolves when everything that is due at this moment has been sent, or when `signal` is aborted. */
  async caughtUp(signal: AbortSignal): Promise<void> {
    let next = 0;
    while (next === 0 && !signal.aborted) next = await this.tryStep(signal);
  }

  private async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.toldAt = Infinity;
      const next = await this.tryStep(signal);
      if (next > 0) await this.rest(next, signal);
    }
  }

  /** Resolves with the time until the next step, in milliseconds. */
  private async tryStep(signal: AbortSignal): Promise<number> {
    const { observer, clock } = this.options;
    const next = await retryUntil(() => this.step(signal), {
      clock,
      until: signal,
      onFailure: (error) => observer.failed(error, this),
      onEnd: () => observer.recovered(this),
    });
    return next ?? longestRestInMs;
  }

  private async step(signal: AbortSignal): Promise<number> {
    const { client, key, observer, onMoved } = this.options;
    this.liveness.recordProgress();
    await this.liveness.during(this.isConnecting, client.whenReady(signal));
    if (signal.aborted) return longestRestInMs;
    const reply = await runScript(client, moveDue, [this.channel, key], [mostAtOnce, mostBytesAtOnce]);
    const [moved, next, unreadable] = reply as [number, number, number];
    if (moved > 0) onMoved?.();
    if (unreadable > 0) observer.failed(this.unreadable(unreadable));
    signals.delayedLooked.publish();
    return next < 0 ? longestRestInMs : next;
  }

  private async rest(inMs: number, signal: AbortSignal): Promise<void> {
    const { clock } = this.options;
    const startedAt = clock.now();
    for (;;) {
      const longest = this.isTold ? longestRestInMs : longestUntoldRestInMs;
      const until = Math.min(startedAt + Math.min(inMs, longest), this.toldAt);
      const left = Math.max(until, startedAt + shortestRestInMs) - clock.now();
      if (left <= 0 || signal.aborted) return;
      this.liveness.recordProgress(left);
      await this.sleep.sleep(left, signal);
    }
  }

  private unreadable(count: number): RedisTriggersError {
    const what = `${count} members of ${this.channel} are no delayed messages, and stay there`;
    return new RedisTriggersError({ code: 'DELAYED_MESSAGE_INVALID', place: this.options.key, what });
  }
}
