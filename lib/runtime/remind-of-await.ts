import { runtimeStateError } from './runtime-state-error.js';
import type { Runtime } from './runtime.js';

/**
 * The same promise of a runtime, which says that `await` is missing where somebody uses it like the runtime: without types
 * that is "start is not a function", or nothing at all.
 */
export function remindOfAwait(promise: Promise<Runtime>): Promise<Runtime> {
  const reminders = members.map((member) => [member, { get: () => missingAwait(member) }] as const);
  return Object.defineProperties(promise, Object.fromEntries(reminders));
}

function missingAwait(member: string): never {
  throw runtimeStateError(
    `${member} was asked of the promise that createRuntime returns`,
    'Wait for it: const runtime = await createRuntime(...).',
  );
}

const everyMember: Readonly<Record<Exclude<keyof Runtime, symbol>, true>> = {
  functions: true,
  sender: true,
  start: true,
  stop: true,
  health: true,
  on: true,
  once: true,
  off: true,
  pause: true,
  resume: true,
  scale: true,
  deadLetters: true,
};

const members = Object.keys(everyMember);
