import { RetryDelays } from '../../redis/errors/retry-delays.js';
import type { ListFunction } from '../../functions/function-descriptor.js';
import { tooManyDeliveries } from '../../listeners/poison/too-many-deliveries.js';
import type { InvocationExecutor } from '../../listeners/invocation-executor.js';
import type { ListenerObserver } from '../../listeners/listener.js';
import type { ListElement } from '../../messages/list-element.js';
import { cancelled, type Failed, type Outcome } from '../../messages/outcome.js';
import type { Permit } from '../../messages/permit.js';
import type { RawMessage } from '../../messages/raw-message.js';
import type { Clock } from '../../time/clock.js';
import type { HeldElements } from './held-elements.js';
import type { Lease } from './lease.js';

/**
 * Begins a handler only while the lease of its elements lasts, because others may run what a process holds that was
 * frozen, or cut off from Redis, for longer than its lease. An element that was delivered too often fails before a
 * handler sees it.
 */
export class LeaseGuard implements InvocationExecutor {
  constructor(private readonly options: LeaseGuardOptions) {}

  execute(
    messages: readonly RawMessage[],
    permit?: Permit,
  ): readonly Outcome[] | Promise<readonly Outcome[]> {
    const elements = messages as readonly ListElement[];
    // The messages of one invocation are of one pop.
    const receipt = elements[0] && this.options.held.receiptOf(elements[0]);
    if (!receipt?.lease.isSure) return this.executeIfHeld(elements, receipt?.lease, permit);
    if (elements.length === 1 && !this.isSpent(receipt.element)) {
      this.options.held.begin(receipt);
      return this.options.executor.execute(elements, permit);
    }
    return this.executeUnspent(elements, permit);
  }

  private async executeIfHeld(
    elements: readonly ListElement[],
    lease: Lease | undefined,
    permit: Permit | undefined,
  ): Promise<readonly Outcome[]> {
    const { ended, clock } = this.options;
    const retries = new RetryDelays();
    while (lease && !lease.isLost && !ended.aborted) {
      await lease.confirm().catch((error: unknown) => clock.sleep(retries.after(error), ended));
      if (lease.isSure) return this.executeUnspent(elements, permit);
    }
    return elements.map(() => cancelled);
  }

  private executeUnspent(
    elements: readonly ListElement[],
    permit: Permit | undefined,
  ): readonly Outcome[] | Promise<readonly Outcome[]> {
    if (!elements.some((element) => this.isSpent(element))) return this.begin(elements, permit);
    return this.executeSome(elements, permit);
  }

  private async executeSome(
    elements: readonly ListElement[],
    permit: Permit | undefined,
  ): Promise<readonly Outcome[]> {
    const unspent = elements.filter((element) => !this.isSpent(element));
    const outcomes = unspent.length > 0 ? [...(await this.begin(unspent, permit))] : [];
    return elements.map((element) =>
      this.isSpent(element) ? this.turnAway(element) : (outcomes.shift() ?? cancelled),
    );
  }

  private begin(
    elements: readonly ListElement[],
    permit: Permit | undefined,
  ): readonly Outcome[] | Promise<readonly Outcome[]> {
    const { held, executor } = this.options;
    for (const element of elements) {
      const receipt = held.receiptOf(element);
      if (receipt) held.begin(receipt);
    }
    return executor.execute(elements, permit);
  }

  private isSpent({ deliveryCount }: ListElement): boolean {
    return deliveryCount > this.options.descriptor.maxDeliveryCount;
  }

  private turnAway(element: ListElement): Failed {
    // The delivery that would be now does not take place, so it does not count.
    const failure = tooManyDeliveries(this.options.descriptor.place, 'element', element.deliveryCount - 1);
    this.options.observer.turnedAway(element, failure);
    return failure;
  }
}

export interface LeaseGuardOptions {
  readonly descriptor: ListFunction;
  readonly executor: InvocationExecutor;
  readonly held: HeldElements;
  readonly observer: Pick<ListenerObserver, 'turnedAway'>;
  readonly clock: Clock;
  /** Aborted when a handler may no longer begin. */
  readonly ended: AbortSignal;
}
