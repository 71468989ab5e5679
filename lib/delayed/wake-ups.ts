import type { SubscriberClient } from '../redis/commands/clients.js';
import { retryUntil } from '../redis/errors/retry-until.js';
import type { ListenerObserver } from '../listeners/listener.js';
import { isMoving } from '../listeners/liveness/is-moving.js';
import type { Clock } from '../time/clock.js';
import { guardLoop } from '../time/guard-loop.js';
import { LoopLiveness } from '../time/loop-liveness.js';

/** Who hears of new messages of one key. */
export interface WakeUpListener {
  /** The channel that tells of them. */
  readonly channel: string;
  /** A message is due in so many milliseconds, before all others. */
  dueIn(inMs: number): void;
  /** From now on, or no longer, it is told of each message that is due before all others. */
  heard(isHeard: boolean): void;
}

export interface WakeUpsOptions {
  readonly subscriber: SubscriberClient;
  readonly listeners: readonly WakeUpListener[];
  readonly observer: Pick<ListenerObserver, 'failed' | 'recovered'>;
  readonly clock: Clock;
}

/** Keeps the subscriptions on which a process hears of delayed messages, again after each reconnect. */
export class WakeUps {
  /** Whether no error has ended it. */
  readonly liveness = new LoopLiveness();
  private readonly ending = new AbortController();
  private readonly listeners: ReadonlyMap<string, WakeUpListener>;
  private readonly isConnecting: () => boolean;

  constructor(private readonly options: WakeUpsOptions) {
    this.listeners = new Map(options.listeners.map((each) => [each.channel, each]));
    this.isConnecting = isMoving([options.subscriber]);
    options.subscriber.onMessage((channel, body, pattern) => {
      // A program may hear much else on this connection.
      if (pattern === undefined) this.listeners.get(channel.toString())?.dueIn(Number(body));
    });
    options.subscriber.onClose(() => this.tell(false));
  }

  start(): void {
    void guardLoop(this.run(this.ending.signal), this.liveness, this.options.observer);
  }

  stop(): void {
    this.ending.abort();
  }

  private async run(signal: AbortSignal): Promise<void> {
    const { subscriber } = this.options;
    const { liveness } = this;
    while (!signal.aborted) {
      await liveness.during(this.isConnecting, subscriber.whenReady(signal));
      if (signal.aborted || !(await this.subscribe(signal))) continue;
      this.tell(true);
      await liveness.during(() => subscriber.isReady, subscriber.whenClosed(signal));
    }
  }

  /** Resolves with whether it hears of messages now. While it does not, messages are looked for more often instead. */
  private async subscribe(signal: AbortSignal): Promise<boolean> {
    const { subscriber, observer, clock } = this.options;
    const isHeard = await retryUntil(
      async () => {
        for (const channel of this.listeners.keys()) await subscriber.send(['subscribe', channel]);
        return true;
      },
      {
        clock,
        until: signal,
        isOver: () => !subscriber.isReady,
        onFailure: (error) => observer.failed(error, this),
        onEnd: () => observer.recovered(this),
      },
    );
    return isHeard === true && !signal.aborted;
  }

  private tell(isHeard: boolean): void {
    for (const listener of this.listeners.values()) listener.heard(isHeard);
  }
}
