/**
 * Resolves after so long. Only where the time itself is what is needed: a server stays frozen for so long, a producer keeps
 * a pace, a handler is slower than its limit. What is waited for is awaited itself.
 */
export function realTime(durationInMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationInMs));
}
