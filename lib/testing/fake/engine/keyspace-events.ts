import type { Bytes } from '../resp/bytes.js';
import type { EventClass } from './keyspace-event-flags.js';
import type { PubSub } from './pub-sub.js';

/** Publishes what happens to keys, as far as `notify-keyspace-events` turns it on. */
export class KeyspaceEvents {
  flags: ReadonlySet<string> = new Set();

  constructor(private readonly pubsub: PubSub) {}

  notify(eventClass: EventClass, event: string, key: Bytes, database: number): void {
    if (!this.flags.has(eventClass)) return;
    if (this.flags.has('K')) this.pubsub.publish(`__keyspace@${database}__:${key}`, event);
    if (this.flags.has('E')) this.pubsub.publish(`__keyevent@${database}__:${event}`, key);
  }
}
