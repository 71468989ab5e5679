import { createHash } from 'node:crypto';
import type { RedisCommand } from '../../connection/command-sender.js';
import type { ListElement } from '../../messages/list-element.js';
import { whenAborted } from '../../time/when-aborted.js';
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
  private readonly receipts = new Map<ListElement, Receipt>();
  private readonly waitingForEmpty = new Set<() => void>();

  took(receipts: readonly Receipt[]): void {
    for (const receipt of receipts) this.receipts.set(receipt.element, receipt);
  }

  of(element: ListElement): Receipt | undefined {
    return this.receipts.get(element);
  }

  release(element: ListElement): void {
    this.receipts.delete(element);
    if (this.receipts.size > 0) return;
    for (const wake of this.waitingForEmpty) wake();
  }

  /** Resolves when nothing is held, or when `signal` is aborted. */
  async whenEmpty(signal: AbortSignal): Promise<void> {
    if (this.receipts.size === 0) return;
    const empty = new AbortController();
    const wake = (): void => empty.abort();
    this.waitingForEmpty.add(wake);
    await whenAborted(AbortSignal.any([empty.signal, signal]));
    this.waitingForEmpty.delete(wake);
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
