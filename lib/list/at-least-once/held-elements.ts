import { InFlightMap } from '../../listeners/window/in-flight-map.js';
import type { ListElement } from '../../messages/list-element.js';
import type { ListConsumer } from './list-consumer.js';

/** Where an element is kept until it is settled. */
export interface Receipt {
  readonly element: ListElement;
  readonly consumer: ListConsumer;
  /** The field of what is held of the list. */
  readonly id: string;
  /** Whether its handler has begun: then its outcome counts, whenever it comes. */
  hasBegun: boolean;
}

/** What was popped by this process and is not settled. */
export class HeldElements {
  private readonly receipts = new InFlightMap<ListElement, Receipt>();
  /** Those whose handler wants them later. */
  private readonly postponed = new Set<ListElement>();
  /** How many elements each consumer is known to hold that have to go back. */
  private readonly owed = new WeakMap<ListConsumer, number>();

  took(receipts: readonly Receipt[]): void {
    for (const receipt of receipts) this.receipts.set(receipt.element, receipt);
  }

  of(element: ListElement): Receipt | undefined {
    return this.receipts.get(element);
  }

  /** A handler is about to see these. */
  begin(elements: readonly ListElement[]): void {
    for (const element of elements) {
      const receipt = this.receipts.get(element);
      if (receipt) receipt.hasBegun = true;
    }
  }

  release(element: ListElement): void {
    this.receipts.delete(element);
    if (this.postponed.size > 0) this.postponed.delete(element);
  }

  /** Forgets what is not handled here: it is to go back to its list. */
  leave(element: ListElement): void {
    const receipt = this.receipts.get(element);
    if (receipt) this.owed.set(receipt.consumer, this.owedBy(receipt.consumer) + 1);
    this.release(element);
  }

  /** Whether a consumer is known to hold what is to go back. */
  owes(consumer: ListConsumer): boolean {
    return this.owedBy(consumer) > 0 || consumer.waiting > 0;
  }

  /** Whether a consumer holds anything, as far as is known. */
  mayHold(consumer: ListConsumer): boolean {
    return this.owes(consumer) || this.idsOf(consumer).length > 0;
  }

  /** What a consumer had to give back is back. */
  gaveBack(consumer: ListConsumer): void {
    this.owed.delete(consumer);
  }

  /** Forgets what is gone with a consumer and no handler has; returns how many these are. */
  forgetGone(consumer: ListConsumer): number {
    const unbegun = this.allOf(consumer).filter(({ hasBegun }) => !hasBegun);
    for (const { element } of unbegun) this.release(element);
    const count = unbegun.length + this.owedBy(consumer);
    this.owed.delete(consumer);
    return count;
  }

  /** Their handler wants them later; what was taken back is with others. Answers which of them are held. */
  postpone(elements: readonly ListElement[]): ListElement[] {
    return elements.filter((element) => {
      const receipt = this.receipts.get(element);
      if (!receipt) return false;
      receipt.hasBegun = false;
      this.postponed.add(element);
      return true;
    });
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
    return this.allOf(consumer).map(({ id }) => id);
  }

  private owedBy(consumer: ListConsumer): number {
    return this.owed.get(consumer) ?? 0;
  }

  private allOf(consumer: ListConsumer): Receipt[] {
    return [...this.receipts.values()].filter((each) => each.consumer === consumer);
  }
}
