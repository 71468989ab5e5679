/**
 * From how many deaths on a message runs alone: the first may have been anybody's fault, such as a kill of
 * the whole process. With few deliveries allowed it runs alone sooner, so that no innocent is given up.
 */
export function aloneFrom(maxDeliveryCount: number): number {
  return Math.max(1, Math.min(2, maxDeliveryCount - 1));
}
