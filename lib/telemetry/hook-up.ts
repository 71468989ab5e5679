import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { Runtime } from '../runtime/runtime.js';
import type { Sender } from '../sending/sender.js';

/** Spans or metrics of a runtime or a sender that are being made. */
export interface Telemetry extends Disposable {
  /** Stops making them; the runtime or sender goes on. Further calls do nothing. A runtime that has stopped is unhooked by itself. */
  stop(): void;
}

/** What spans and metrics are made of: a runtime with its sender, or a sender of `createSender`. */
export type Instrumented = Runtime | Sender;

/** Hooks something up; the function that is returned takes it off again. */
export type Hook = () => () => void;

/** Where what is made of each goes: providers of OpenTelemetry, registries of Prometheus. */
const destinations = new WeakMap<Instrumented, Set<object>>();

/** Whether it is a runtime, and not a sender alone. */
export function isRuntime(instrumented: Instrumented): instrumented is Runtime {
  return 'functions' in instrumented;
}

/**
 * Hooks these to a runtime until it stops, or to a sender, each by where it goes: nobody wants the same twice in one place.
 */
export function hookUp(
  instrumented: Instrumented,
  caller: string,
  hooks: ReadonlyMap<object, Hook>,
): Telemetry {
  // What is made of a runtime is made of its sender too.
  const all = isRuntime(instrumented) ? [instrumented, instrumented.sender] : [instrumented];
  const taken = all.map(destinationsOf);
  if ([...hooks.keys()].some((destination) => taken.some((each) => each.has(destination))))
    throw hookedTwice(caller);
  const unhooks = [...hooks].map(([destination, hook]) => {
    const unhook = hook();
    taken.forEach((each) => each.add(destination));
    return () => {
      taken.forEach((each) => each.delete(destination));
      unhook();
    };
  });
  let isStopped = false;
  const stop = (): void => {
    if (isStopped) return;
    isStopped = true;
    if (isRuntime(instrumented)) instrumented.off('stopped', stop);
    unhooks.forEach((unhook) => unhook());
  };
  if (isRuntime(instrumented)) instrumented.once('stopped', stop);
  return { stop, [Symbol.dispose]: stop };
}

function destinationsOf(instrumented: Instrumented): Set<object> {
  const known = destinations.get(instrumented) ?? new Set();
  destinations.set(instrumented, known);
  return known;
}

function hookedTwice(place: string): RedisTriggersError {
  const what = 'it is instrumented so already: everything would be counted twice';
  const remedy =
    'Call it once for each runtime, whose sender is a part of it, and each sender of its own; or stop() what the first call returned.';
  return new RedisTriggersError({ code: 'TELEMETRY_OPTION_INVALID', place, what, remedy });
}
