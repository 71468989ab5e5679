import { isScalable } from '../../backlog/scalable-function.js';
import { joinFleet } from '../../fleet/join-fleet.js';
import { createDefaultLogger } from '../../logging/default-logger.js';
import { buildRuntime, type RuntimeHooks } from '../../runtime/build/build-runtime.js';
import type { Runtime } from '../../runtime/runtime.js';
import type { ActionContext } from '../program/action-context.js';
import { exitCode } from '../frame/exit-code.js';
import { InvocationCounts, type RunSummary } from '../running/invocation-counts.js';
import { serveHealth } from '../running/serve-health.js';

/** How `run` runs. */
export interface RunArguments {
  /** Only these functions. */
  readonly functions: readonly string[] | null;
  readonly untilIdle: boolean;
  /** Where health is served, as `host:port`. */
  readonly http: string | null;
  /** A line for each message. */
  readonly verbose: boolean;
  /** Where connections lead that are configured nowhere. */
  readonly unresolvedConnection: string | null;
}

/** What a run did, and the exit code that says so. */
export interface RunResult {
  readonly summary: RunSummary;
  readonly exitCode: number;
}

const lookEveryInMs = 250;

/** Runs functions until a signal comes, or until nothing is left to do. Resolves with what they did, once all is drained. */
export async function runFunctions(
  context: ActionContext,
  { functions, untilIdle, http, verbose, unresolvedConnection }: RunArguments,
): Promise<RunResult> {
  const elsewhere = unresolvedConnection === null ? {} : { unresolvedConnection };
  const { options } = await context.program({ ...elsewhere, runs: true });
  const { http: configuredHttp, fleet, ...runtimeOptions } = options;
  const logger = options.logger ?? createDefaultLogger();
  const build = (hooks: RuntimeHooks = {}): Promise<Runtime> =>
    buildRuntime(
      { ...runtimeOptions, logger },
      {
        ...elsewhere,
        ...(functions && { only: functions }),
        async openEmbedded() {
          const { FakeRedis } = await import('../../testing/fake/fake-redis.js');
          return new FakeRedis();
        },
        ...hooks,
      },
    );
  const runtime = await (fleet ? joinFleet(fleet, (companion) => build({ companion })) : build());
  const counts = new InvocationCounts(runtime, verbose && logger ? logger : undefined);
  const health = await serveHealth(runtime, http ?? configuredHttp);
  try {
    await runtime.start({ signal: context.signal });
    if (untilIdle) await whenIdle(runtime, context);
    else await whenInterrupted(context.signal);
  } catch (error) {
    // A signal while it starts is a stop like any other.
    if (!context.signal.aborted) throw error;
  } finally {
    await runtime.stop();
    await health?.close();
  }
  return { summary: counts.summary, exitCode: exitCodeOf(counts.summary, untilIdle) };
}

/** A signal is how a run ends: it failed where something did not end in time. */
function exitCodeOf({ unfinished, failed, deadLettered }: RunSummary, untilIdle: boolean): number {
  if (unfinished > 0) return exitCode.failed;
  return untilIdle && failed + deadLettered > 0 ? exitCode.failed : exitCode.done;
}

/** Resolves when no message waits and none is handled: as two looks in a row see it. */
async function whenIdle(runtime: Runtime, { signal, sleep }: ActionContext): Promise<void> {
  const ids = runtime.functions.filter(isScalable).map(({ id }) => id);
  let looks = 0;
  while (!signal.aborted && looks < 2) {
    const remaining = await Promise.all(
      ids.map(async (id) => (await runtime.scale(id, { maxAgeInMs: 0 })).remaining),
    );
    const isBusy = Object.values(runtime.health().functions).some(
      ({ inFlight, waiting }) => inFlight + waiting > 0,
    );
    looks = isBusy || remaining.some((each) => each > 0) ? 0 : looks + 1;
    if (looks < 2) await sleep(lookEveryInMs);
  }
}

function whenInterrupted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
