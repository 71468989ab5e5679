import { aloneFrom } from '../../listeners/poison/suspects.js';
import type { ListFunction } from '../../functions/function-descriptor.js';
import type { ListElement } from '../../messages/list-element.js';

/** How long it is remembered that an element was with a process that died. */
export const deathsAreRememberedInMs = 86_400_000;

/** Whether an element was with so many processes when they died that it runs by itself. */
export function isSuspect({ deliveryCount }: ListElement, { maxDeliveryCount }: ListFunction): boolean {
  const deaths = deliveryCount - 1;
  return deaths >= aloneFrom(maxDeliveryCount) && deaths < maxDeliveryCount;
}
