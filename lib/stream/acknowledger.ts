import type { CommandSender, TransactionSender } from '../connection/command-sender.js';
import type { StreamFunction } from '../functions/function-descriptor.js';
import type { StreamEntry } from '../messages/stream-entry.js';
import { backoffDelay } from '../time/backoff.js';
import type { Clock } from '../time/clock.js';
import { setImmediate } from '../time/real-timers.js';
import { acknowledge } from './entry-commands.js';

/**
 * Acknowledges entries that were handled. Those of one turn of the event loop go in one XACK; one that
 * fails is sent again until it succeeds, for XACK may be repeated.
 */
export class Acknowledger {
  private pending = new Map<string, string[]>();
  private flushing?: Promise<void>;

  constructor(
    private readonly descriptor: StreamFunction,
    private readonly client: CommandSender & TransactionSender,
    private readonly clock: Clock,
    private readonly onFailure: (error: unknown) => void,
    private readonly stopped: AbortSignal,
  ) {}

  /** Acknowledges an entry soon. */
  add({ key, id }: StreamEntry): void {
    const ids = this.pending.get(key);
    if (ids) ids.push(id);
    else this.pending.set(key, [id]);
    this.flushing ??= this.flush();
  }

  /** Resolves when everything added so far is acknowledged, or was given up at the stop. */
  async whenFlushed(): Promise<void> {
    await this.flushing;
  }

  /** How many entries wait for their acknowledgement. */
  get waiting(): number {
    return [...this.pending.values()].reduce((sum, ids) => sum + ids.length, 0);
  }

  private async flush(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    for (let failures = 0; this.pending.size > 0;) {
      const taken = this.pending;
      this.pending = new Map();
      try {
        await Promise.all(Array.from(taken, ([key, ids]) => this.send(key, ids)));
        failures = 0;
      } catch (error) {
        failures += 1;
        this.takeBack(taken);
        this.onFailure(error);
        if (this.stopped.aborted) break;
        await this.clock.sleep(backoffDelay(failures), this.stopped);
      }
    }
    this.flushing = undefined;
  }

  private async send(key: string, ids: readonly string[]): Promise<void> {
    const [ack, ...others] = acknowledge(this.descriptor, key, ids);
    if (ack && others.length === 0) await this.client.send(ack);
    else if (ack) await this.client.transaction([ack, ...others]);
  }

  private takeBack(taken: ReadonlyMap<string, readonly string[]>): void {
    for (const [key, ids] of taken) this.pending.set(key, [...ids, ...(this.pending.get(key) ?? [])]);
  }
}
