import type { Bytes } from '../resp/bytes.js';
import type { ClockTimer } from '../clock/fake-clock.js';
import type { Reply } from '../resp/reply.js';
import type { Client } from './client.js';

/** A command that waits for one of its keys. */
export interface Wait {
  readonly client: Client;
  readonly database: number;
  readonly keys: readonly Bytes[];
  /** Tries to serve the command from a key that is ready; undefined: it goes on waiting. */
  readonly attempt: (key: Bytes) => Reply | undefined;
  /** What it answers when its time is over. */
  readonly timeoutReply: Reply;
}

/** A wait and the timer that ends it. */
interface TimedWait {
  readonly wait: Wait;
  readonly timer: ClockTimer | undefined;
}

const place = (database: number, key: Bytes): string => `${database}:${key}`;

/** Clients that wait for keys, in the order in which they came. */
export class BlockedClients {
  private readonly waitsByKey = new Map<string, Set<Wait>>();
  private readonly waitsByClient = new Map<Client, TimedWait>();
  private ready = new Map<string, Bytes>();

  get count(): number {
    return this.waitsByClient.size;
  }

  add(wait: Wait, timer: ClockTimer | undefined): void {
    this.waitsByClient.set(wait.client, { wait, timer });
    for (const key of wait.keys) {
      const at = place(wait.database, key);
      const waits = this.waitsByKey.get(at) ?? new Set();
      this.waitsByKey.set(at, waits.add(wait));
    }
  }

  has(client: Client): boolean {
    return this.waitsByClient.has(client);
  }

  /** Notes that a key may serve somebody; it is looked at when the command or transaction is over. */
  markReady(database: number, key: Bytes): void {
    if (this.waitsByKey.size === 0) return;
    const at = place(database, key);
    if (this.waitsByKey.has(at)) this.ready.set(at, key);
  }

  /** Serves who waits for keys that became ready, in order; what that makes ready is served in turn. */
  serve(): void {
    while (this.ready.size > 0) {
      const ready = this.ready;
      this.ready = new Map();
      for (const [at, key] of ready) this.serveKey(at, key);
    }
  }

  /** Ends a wait with a reply; false when the client does not wait. */
  release(client: Client, reply: Reply): boolean {
    if (!this.remove(client)) return false;
    client.unblock(reply);
    return true;
  }

  /** Ends a wait as if its time were over; false when the client does not wait. */
  timeOut(client: Client): boolean {
    const wait = this.waitsByClient.get(client)?.wait;
    return wait !== undefined && this.release(client, wait.timeoutReply);
  }

  /** Forgets a client that is gone. */
  remove(client: Client): Wait | undefined {
    const found = this.waitsByClient.get(client);
    if (!found) return undefined;
    this.waitsByClient.delete(client);
    found.timer?.cancel();
    for (const key of found.wait.keys) this.removeFrom(place(found.wait.database, key), found.wait);
    return found.wait;
  }

  private serveKey(at: string, key: Bytes): void {
    for (const wait of [...(this.waitsByKey.get(at) ?? [])]) {
      const reply = wait.attempt(key);
      if (reply !== undefined) this.release(wait.client, reply);
    }
  }

  private removeFrom(at: string, wait: Wait): void {
    const waits = this.waitsByKey.get(at);
    waits?.delete(wait);
    if (waits?.size === 0) this.waitsByKey.delete(at);
  }
}
