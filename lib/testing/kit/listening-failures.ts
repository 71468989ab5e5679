import type { RuntimeHealth } from '../../runtime/health/health.js';

/** What keeps functions from listening, one text for each that does not. */
export function listeningFailures({ functions }: RuntimeHealth): string[] {
  return Object.entries(functions).flatMap(([id, { state, lastError }]) => {
    if (state === 'listening') return [];
    return [`${id} cannot reach Redis${lastError ? ` (${lastError.message})` : ''}`];
  });
}
