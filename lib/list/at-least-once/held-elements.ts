import { createHash } from 'node:crypto';
import type { RedisCommand } from '../../connection/command-sender.js';
import { TransitMap } from '../../listeners/transit-map.js';
import type { ListElement } from '../../messages/list-element.js';
import type { ListConsumer } from './list-consumer.js';

/** Where an element is kept until it is settled. */
export interface Receipt {
  readonly element: ListElement;
  readonly consumer: ListConsumer;
  /** The field of the consumer's hash. */
  readonly id: string;
}

/** What was popped by this process and is not settled. */
export class HeldElements {
  private readonly receipts = new TransitMap<ListElement, Receipt>();
  /** Those whose handler wants them later. */
  private readonly postponed = new Set<ListElement>();

  took(receipts: readonly Receipt[]): void {
    for (const receipt of receipts) this.receipts.set(receipt.element, receipt);
  }

  of(element: ListElement): Receipt | undefined {
    return this.receipts.get(element);
  }

  release(element: ListElement): void {
    this.receipts.delete(element);
    this.postponed.delete(element);
  }

  /** Their handler wants them later; what was taken back is with others. Answers which of them are held. */
  postpone(elements: readonly ListElement[]): ListElement[] {
    const held = elements.filter((element) => this.receipts.get(element));
    for (const element of held) this.postponed.add(element);
    return held;
  }

  isPostponed(element: ListElement): boolean {
    return this.postponed.has(element);
  }

  /** Their time has come. */
  resume(elements: readonly ListElement[]): void {
    for (const element of elements) this.postponed.delete(element);
  }

  /** The ids of what a consumer holds. */
  idsOf(consumer: ListConsumer): string[] {
    return [...this.receipts.values()].filter((each) => each.consumer === consumer).map(({ id }) => id);
  }
}

/**
 * The commands that settle elements of one consumer: they are suspected no longer, and kept no longer. In this
 * order they need no transaction, which Redis refuses when memory is full.
 */
export function settle({ keys, name }: ListConsumer, receipts: readonly Receipt[]): RedisCommand[] {
  const done: RedisCommand = ['HDEL', keys.heldBy(name), ...receipts.map(({ id }) => id)];
  const suspects = receipts.filter(({ element }) => element.deliveryCount > 1);
  if (suspects.length === 0) return [done];
  return [['HDEL', keys.suspects, ...suspects.map(({ element }) => sha1(element.body))], done];
}

const sha1 = (body: Buffer): string => createHash('sha1').update(body).digest('hex');
