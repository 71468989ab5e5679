import type { Bytes } from '../resp/bytes.js';
import type { Client } from './client.js';

/** Which clients watch which keys. */
export class WatchedKeys {
  private readonly watchers = new Map<string, Set<Client>>();

  watch(client: Client, database: number, key: Bytes): void {
    const place = `${database}:${key}`;
    client.watching.add(place);
    this.watchers.set(place, (this.watchers.get(place) ?? new Set()).add(client));
  }

  /** A watched key was modified: the transactions of its watchers will not run. */
  touch(database: number, key: Bytes): void {
    if (this.watchers.size === 0) return;
    for (const client of this.watchers.get(`${database}:${key}`) ?? []) client.isDirty = true;
  }

  forget(client: Client): void {
    for (const place of client.watching) {
      const clients = this.watchers.get(place);
      clients?.delete(client);
      if (clients?.size === 0) this.watchers.delete(place);
    }
    client.watching.clear();
    client.isDirty = false;
  }
}
