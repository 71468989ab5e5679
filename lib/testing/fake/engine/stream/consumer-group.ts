import type { Bytes } from '../../resp/bytes.js';
import { SortedIds } from './sorted-ids.js';
import type { StreamId } from './stream-id.js';

/** An entry that was delivered and not acknowledged. */
export interface PendingEntry {
  readonly id: StreamId;
  consumer: Consumer;
  deliveredAt: number;
  deliveryCount: number;
}

export class Consumer {
  readonly pending = new SortedIds<PendingEntry>();
  /** When it last got or claimed an entry; undefined: never. */
  activeAt: number | undefined;

  constructor(
    readonly name: Bytes,
    public seenAt: number,
  ) {}
}

/** A consumer group: how far it has read, and who has what pending. */
export class ConsumerGroup {
  readonly pending = new SortedIds<PendingEntry>();
  private readonly consumersByName = new Map<Bytes, Consumer>();

  constructor(
    public lastId: StreamId,
    /** How many entries it has read; undefined where that is not known. */
    public entriesRead: number | undefined,
  ) {}

  /** In the order of their names. */
  get consumers(): Consumer[] {
    return [...this.consumersByName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  consumer(name: Bytes): Consumer | undefined {
    return this.consumersByName.get(name);
  }

  addConsumer(name: Bytes, now: number): Consumer {
    const consumer = new Consumer(name, now);
    this.consumersByName.set(name, consumer);
    return consumer;
  }

  /** Removes a consumer and what it has pending; how many entries that were. */
  removeConsumer(consumer: Consumer): number {
    this.consumersByName.delete(consumer.name);
    for (const { id } of consumer.pending.all()) this.pending.delete(id);
    return consumer.pending.size;
  }

  /** Gives an entry to a consumer, whoever had it. */
  deliver(id: StreamId, consumer: Consumer, deliveredAt: number, deliveryCount: number): void {
    this.pending.get(id)?.consumer.pending.delete(id);
    const entry: PendingEntry = { id, consumer, deliveredAt, deliveryCount };
    this.pending.set(entry);
    consumer.pending.set(entry);
  }

  acknowledge(id: StreamId): boolean {
    const entry = this.pending.delete(id);
    entry?.consumer.pending.delete(id);
    return entry !== undefined;
  }

  copy(): ConsumerGroup {
    const copy = new ConsumerGroup(this.lastId, this.entriesRead);
    for (const { name, seenAt, activeAt } of this.consumersByName.values()) {
      copy.addConsumer(name, seenAt).activeAt = activeAt;
    }
    for (const { id, consumer, deliveredAt, deliveryCount } of this.pending.all()) {
      const owner = copy.consumer(consumer.name);
      if (owner) copy.deliver(id, owner, deliveredAt, deliveryCount);
    }
    return copy;
  }
}
