import type { ListElement } from '../messages/list-element.js';
import type { Outcome } from '../messages/outcome.js';

/** Elements whose handler wants them later; those of a batch stay together. */
export interface PostponedElements {
  readonly elements: readonly ListElement[];
  readonly delayInMs: number;
}

/** Those elements of a work; undefined where there are none. */
export function postponedElements(
  work: readonly ListElement[],
  outcomes: readonly Outcome[],
): PostponedElements | undefined {
  const postponed = outcomes.find((outcome) => outcome.status === 'postponed');
  if (!postponed) return undefined;
  const elements = work.filter((_, index) => outcomes[index]?.status === 'postponed');
  return { elements, delayInMs: postponed.delayInMs };
}
