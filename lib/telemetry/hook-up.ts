import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { Runtime } from '../runtime/runtime.js';

/** Spans or metrics of a runtime that are being made. */
export interface Telemetry extends Disposable {
  /** Stops making them; the runtime goes on. Further calls do nothing. A runtime that has stopped is unhooked by itself. */
  stop(): void;
}

/** Hooks something to a runtime; the function that is returned takes it off again. */
export type Hook = () => () => void;

/** Where what is made of a runtime goes: providers of OpenTelemetry, registries of Prometheus. */
const destinations = new WeakMap<Runtime, Set<object>>();

/** Hooks these to a runtime until it stops, each by where it goes: nobody wants the same twice in one place. */
export function hookUp(runtime: Runtime, caller: string, hooks: ReadonlyMap<object, Hook>): Telemetry {
  const taken = destinations.get(runtime) ?? new Set();
  destinations.set(runtime, taken);
  if ([...hooks.keys()].some((destination) => taken.has(destination))) throw hookedTwice(caller);
  const unhooks = [...hooks].map(([destination, hook]) => {
    const unhook = hook();
    taken.add(destination);
    return () => {
      taken.delete(destination);
      unhook();
    };
  });
  let isStopped = false;
  const stop = (): void => {
    if (isStopped) return;
    isStopped = true;
    runtime.off('stopped', stop);
    unhooks.forEach((unhook) => unhook());
  };
  runtime.once('stopped', stop);
  return { stop, [Symbol.dispose]: stop };
}

function hookedTwice(place: string): RedisTriggersError {
  const what = 'the runtime is instrumented so already: everything would be counted twice';
  const remedy = 'Call it once for each runtime, or stop() what the first call returned.';
  return new RedisTriggersError({ code: 'TELEMETRY_OPTION_INVALID', place, what, remedy });
}
