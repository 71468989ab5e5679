import type { Bytes } from '../../resp/bytes.js';

/** What was refused to a user. */
export interface Refusal {
  readonly reason: 'command' | 'key' | 'channel' | 'auth';
  readonly context: 'toplevel' | 'multi' | 'lua';
  readonly object: Bytes;
  readonly user: Bytes;
  readonly clientInfo: Bytes;
}

export interface LoggedRefusal extends Refusal {
  readonly id: number;
  readonly createdAt: number;
  count: number;
  updatedAt: number;
}

const mostEntries = 128;
/** The same refusal again within this time is counted, not added. */
const groupedWithin = 60_000;

/** ACL LOG: what was refused, the newest first. */
export class AclLog {
  private entries: LoggedRefusal[] = [];
  private nextId = 0;

  get all(): readonly LoggedRefusal[] {
    return this.entries;
  }

  add(refusal: Refusal, now: number): void {
    const former = this.entries.find((one) => isSame(one, refusal) && now - one.updatedAt <= groupedWithin);
    if (former) {
      former.count++;
      former.updatedAt = now;
      this.entries = [former, ...this.entries.filter((one) => one !== former)];
      return;
    }
    const added = { ...refusal, id: this.nextId++, count: 1, createdAt: now, updatedAt: now };
    this.entries = [added, ...this.entries].slice(0, mostEntries);
  }

  reset(): void {
    this.entries = [];
  }
}

function isSame(a: Refusal, b: Refusal): boolean {
  return a.reason === b.reason && a.context === b.context && a.object === b.object && a.user === b.user;
}
