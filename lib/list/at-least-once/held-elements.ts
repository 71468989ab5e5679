import { InFlightMap } from '../../listeners/window/in-flight-map.js';
import type { ListElement } from '../../messages/list-element.js';
import type { Lease } from './lease.js';

/** What this process holds: each element that was popped and is neither settled nor left to others. */
export class HeldElements {
  private readonly receipts = new InFlightMap<ListElement, Receipt>();
  /** How many elements of each lease are left to others, and have not been put back yet. */
  private readonly left = new WeakMap<Lease, number>();

  /** They were popped. */
  addPopped(receipts: readonly Receipt[]): void {
    for (const receipt of receipts) this.receipts.set(receipt.element, receipt);
  }

  /** A handler is about to see it. */
  begin(receipt: Receipt): void {
    receipt.state = 'begun';
  }

  /** Their handler wants them later. Returns those that are held: others have been taken back meanwhile. */
  postpone(elements: readonly ListElement[]): ListElement[] {
    return elements.filter((element) => this.moveTo('postponed', element));
  }

  /** Their time has come. */
  resume(elements: readonly ListElement[]): void {
    for (const element of elements) this.moveTo('waiting', element);
  }

  /** It is settled, or has its dead letter. */
  removeSettled(element: ListElement): void {
    this.receipts.delete(element);
  }

  /** It is not handled here: it is to go back to its list. */
  leaveToOthers(element: ListElement): void {
    const receipt = this.receipts.get(element);
    if (!receipt) return;
    this.receipts.delete(element);
    this.left.set(receipt.lease, this.countLeft(receipt.lease) + 1);
  }

  /** What was left to others is back in the list. */
  wasPutBack(lease: Lease): void {
    this.left.delete(lease);
  }

  /** The held key was deleted: forgets what no handler has begun with, and returns how many elements these are. */
  removeDeleted(lease: Lease): number {
    const unbegun = this.receiptsOf(lease).filter(({ state }) => state !== 'begun');
    for (const { element } of unbegun) this.receipts.delete(element);
    const count = unbegun.length + this.countLeft(lease);
    this.left.delete(lease);
    return count;
  }

  receiptOf(element: ListElement): Receipt | undefined {
    return this.receipts.get(element);
  }

  isPostponed(element: ListElement): boolean {
    return this.receipts.get(element)?.state === 'postponed';
  }

  /** How many elements of a lease are left to others, and have not been put back yet. */
  countLeft(lease: Lease): number {
    return this.left.get(lease) ?? 0;
  }

  /** The ids of what is held under a lease. */
  idsOf(lease: Lease): string[] {
    return this.receiptsOf(lease).map(({ id }) => id);
  }

  private moveTo(state: ElementState, element: ListElement): boolean {
    const receipt = this.receipts.get(element);
    if (receipt) receipt.state = state;
    return receipt !== undefined;
  }

  private receiptsOf(lease: Lease): Receipt[] {
    return [...this.receipts.values()].filter((each) => each.lease === lease);
  }
}

/**
 * - `waiting`: no handler has seen it since it was popped, or since it was postponed and its time came.
 * - `begun`: its handler runs, or has ended: then its outcome counts, whenever it comes.
 * - `postponed`: its handler wants it later.
 */
type ElementState = 'waiting' | 'begun' | 'postponed';

/** An element that Redis keeps for this process until it is settled. */
export interface Receipt {
  readonly element: ListElement;
  readonly lease: Lease;
  /** Its field of the held key. */
  readonly id: string;
  /** Changed by `HeldElements` alone. */
  state: ElementState;
}
