import type { SubscriberClient } from '../redis/commands/clients.js';
import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { Clock } from '../time/clock.js';
import { readBothClocks, type TwoTimes } from '../time/elapsed-since.js';

/** How often a connection is asked whether its subscriptions stand; a lease is renewed, or looked for, as often. */
export const probeEveryInMs = 1_000;

/** The event loop counts as blocked when it comes back this much later than it was meant to. */
const blockedFromInMs = 1_000;

/** Functions that share a connection ask at different moments; one of their questions is enough for all. */
const shortestPauseInMs = 0.9 * probeEveryInMs;

type Subscriber = Pick<SubscriberClient, 'send'>;

const known = new WeakMap<Subscriber, ProofOfLife>();

/**
 * Knows until when a connection has certainly received everything that was published. Redis answers in order: when a
 * PING is answered, everything that was published before the PING was sent has arrived. The arrival of a message proves
 * less, because nobody knows when it was published: behind a blocked event loop or a slow link it may be old, and what
 * the server still keeps for this connection is lost when the connection closes.
 */
export class ProofOfLife {
  private proven?: TwoTimes;
  private askedAt?: number;
  private isAsking = false;
  private block?: { readonly endedAt: number; readonly durationInMs: number };

  private constructor(
    private readonly subscriber: Subscriber,
    private readonly clock: Clock,
  ) {}

  /** The one that all functions of a connection share. */
  static of(subscriber: Subscriber, clock: Clock): ProofOfLife {
    const proof = known.get(subscriber) ?? new ProofOfLife(subscriber, clock);
    known.set(subscriber, proof);
    return proof;
  }

  /** When the last question was sent that was answered; undefined before the first answer. */
  get provenAt(): TwoTimes | undefined {
    return this.proven;
  }

  /** Asks, unless a question is under way or was a moment ago. */
  async probe(): Promise<void> {
    const asked = readBothClocks(this.clock);
    const pauseInMs = asked.now - (this.askedAt ?? -Infinity);
    if (this.isAsking || pauseInMs < shortestPauseInMs) return;
    this.askedAt = asked.now;
    this.isAsking = true;
    if (await this.isAnswered()) this.proven = asked;
    this.isAsking = false;
  }

  /** A refusal is an answer as well; a connection that closed gives none. */
  private isAnswered(): Promise<boolean> {
    return this.subscriber.send(['PING']).then(
      () => true,
      (error: unknown) => !(error instanceof RedisTriggersError),
    );
  }

  /** A timer of this process fired so much later than it was set for. */
  timerWasLate(lateInMs: number): void {
    if (lateInMs < blockedFromInMs) return;
    this.block = { endedAt: this.clock.now(), durationInMs: lateInMs };
  }

  /** For how long the event loop was blocked, if it was since then. */
  blockedSince({ now }: TwoTimes): number | undefined {
    return this.block && this.block.endedAt >= now ? this.block.durationInMs : undefined;
  }
}
