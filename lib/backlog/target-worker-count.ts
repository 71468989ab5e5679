/**
 * How many workers a backlog needs: `remaining / messagesPerWorker`, rounded up; 0 for an empty backlog. The arguments
 * are not checked: `messagesPerWorker` must be above 0, and a negative `remaining` gives a negative count.
 */
export function targetWorkerCount(remaining: number, messagesPerWorker: number): number {
  return Math.ceil(remaining / messagesPerWorker);
}
