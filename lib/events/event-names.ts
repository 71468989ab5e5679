import { nearestName } from '../errors/nearest-name.js';
import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { RuntimeEventName } from './runtime-events.js';

/** All of them; one that is missing here does not compile. */
const names: Readonly<Record<RuntimeEventName, true>> = {
  functionStarted: true,
  invocationSucceeded: true,
  invocationFailed: true,
  invocationDropped: true,
  invocationPostponed: true,
  invocationRetried: true,
  messageSkipped: true,
  messageDeadLettered: true,
  messagesLost: true,
  listenerLost: true,
  listenerFailed: true,
  listenerRecovered: true,
  functionPaused: true,
  functionResumed: true,
  gap: true,
  stopping: true,
  stopped: true,
};

/** Throws where there is no such event: JavaScript checks no types, and its listener would never be called. */
export function assertEventName(name: string): void {
  if (Object.hasOwn(names, name)) return;
  const near = nearestName(name, Object.keys(names));
  throw new RedisTriggersError({
    code: 'RUNTIME_OPTION_INVALID',
    place: 'runtime.on',
    what: `there is no event "${name}"`,
    remedy: near === undefined ? `The events are ${Object.keys(names).join(', ')}.` : `Did you mean ${near}?`,
  });
}
