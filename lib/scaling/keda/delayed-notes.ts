import type { ScalableFunction } from '../../backlog/scalable-function.js';

/** What whoever uses KEDA's own scaler should know of a function that moves delayed messages. */
export function delayedNotes({ id, delayed }: Pick<ScalableFunction, 'id' | 'delayed'>): string[] {
  if (!delayed) return [];
  return [
    `${id}: a delayed message that is due starts no worker, and without one nobody moves it; the external scaler sees it`,
  ];
}
