import type { CommandSender, TransactionSender } from '../connection/command-sender.js';
import type { StreamFunction } from '../functions/function-descriptor.js';
import type { StreamEntry } from '../messages/stream-entry.js';
import { backoffDelay } from '../time/backoff.js';
import type { Clock } from '../time/clock.js';
import { nextTick } from '../time/real-timers.js';
import { acknowledge } from './entry-commands.js';

/** The most ids in one XACK: what many failures have heaped up is sent in pieces. */
const mostAtOnce = 1_000;

/** Hears how acknowledging goes. */
export interface AcknowledgerObserver {
  /** A try failed; there will be another. */
  troubled(error: unknown, work: object): void;
  /** Nothing waits any longer. */
  mended(work: object): void;
}

/**
 * Acknowledges entries that were handled. Those of one turn of the event loop go in one XACK; one that
 * fails is sent again until it succeeds, for XACK may be repeated. A key that fails holds up no other.
 */
export class Acknowledger {
  private pending = new Map<string, string[]>();
  /** How many wait to be sent. */
  private waiting = 0;
  private flushing?: Promise<void>;

  constructor(
    private readonly descriptor: StreamFunction,
    private readonly client: CommandSender & TransactionSender,
    private readonly clock: Clock,
    private readonly observer: AcknowledgerObserver,
    private readonly stopped: AbortSignal,
    /** Hears of what is acknowledged, or gone. */
    private readonly onAcknowledged: (key: string, ids: readonly string[]) => void,
  ) {}

  /** Acknowledges an entry soon. */
  add({ key, id }: StreamEntry): void {
    const ids = this.pending.get(key);
    if (ids) ids.push(id);
    else this.pending.set(key, [id]);
    this.waiting += 1;
    this.flushing ??= this.flush();
  }

  /** Resolves when everything added so far is acknowledged, or was given up at the stop. */
  async whenFlushed(): Promise<void> {
    await this.flushing;
  }

  /** Whether so many wait that no more should be read until they are acknowledged. */
  get isBehind(): boolean {
    return this.waiting >= mostAtOnce;
  }

  private async flush(): Promise<void> {
    await new Promise<void>((resolve) => nextTick(resolve));
    for (let failures = 0; this.pending.size > 0;) {
      const taken = this.pending;
      this.pending = new Map();
      this.waiting = 0;
      const sent = await Promise.allSettled(Array.from(taken, ([key, ids]) => this.sendAll(key, ids)));
      const failed = sent.find((each) => each.status === 'rejected');
      failures = failed ? failures + 1 : 0;
      if (!failed) continue;
      this.observer.troubled(failed.reason, this);
      if (this.stopped.aborted) break;
      await this.clock.sleep(backoffDelay(failures), this.stopped);
    }
    this.flushing = undefined;
    this.observer.mended(this);
  }

  private async sendAll(key: string, ids: readonly string[]): Promise<void> {
    for (let from = 0; from < ids.length; from += mostAtOnce) {
      try {
        await this.send(key, ids.slice(from, from + mostAtOnce));
      } catch (error) {
        // Where the key holds something else now, its entries are gone, and with them what was pending.
        if (error instanceof Error && error.message.startsWith('WRONGTYPE')) {
          this.onAcknowledged(key, ids.slice(from));
          return;
        }
        this.pending.set(key, [...ids.slice(from), ...(this.pending.get(key) ?? [])]);
        this.waiting += ids.length - from;
        throw error;
      }
    }
  }

  private async send(key: string, ids: readonly string[]): Promise<void> {
    const [ack, ...others] = acknowledge(this.descriptor, key, ids);
    if (ack && others.length === 0) await this.client.send(ack);
    else if (ack) await this.client.transaction([ack, ...others]);
    this.onAcknowledged(key, ids);
  }
}
