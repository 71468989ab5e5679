/** How many workers a backlog is for: as many as get `messagesPerWorker` messages each, rounded up; none for nothing. */
export function targetWorkerCount(remaining: number, messagesPerWorker: number): number {
  return Math.ceil(remaining / messagesPerWorker);
}
