import { isScalable } from '../../backlog/scalable-function.js';
import { targetWorkerCount } from '../../backlog/target-worker-count.js';
import type { ConnectionTarget } from '../../connections/connection-target.js';
import { isError } from '../../errors/describe-error.js';
import { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import { renderKeda } from '../../scaling/keda/render-keda.js';
import type { PageOptions } from '../page-options.js';
import type { ScalePage, ScaleRow } from '../shapes.js';
import type { Observer } from './observer.js';

/** What each list and stream function needs, and what KEDA is told. */
export async function readScale(observer: Observer, keda: PageOptions['keda']): Promise<ScalePage> {
  const { rows } = await observer.observe();
  const functions = (observer.source.functions ?? []).filter(isScalable);
  const scaled = functions.map(({ id, kind, messagesPerWorker }): ScaleRow => {
    const row = rows.find((each) => each.id === id);
    const { backlog, pending = 0, listening, state, unreadable } = row ?? {};
    const isPaused = state === 'paused';
    const target =
      backlog === undefined
        ? undefined
        : targetWorkerCount(isPaused ? 0 : backlog + pending, messagesPerWorker);
    return {
      id,
      kind,
      messagesPerWorker,
      isPaused,
      ...(backlog !== undefined && { backlog: backlog + pending }),
      ...(listening !== undefined && { workers: listening }),
      ...(target !== undefined && { target }),
      ...(unreadable !== undefined && { unreadable }),
    };
  });
  return { rows: scaled, ...(await render(observer, keda)) };
}

async function render(
  { source }: Observer,
  keda: PageOptions['keda'],
): Promise<Pick<ScalePage, 'keda' | 'kedaProblem'>> {
  const { functions = [], scrub } = source;
  const targets = new Map<string, ConnectionTarget>();
  for (const descriptor of functions) targets.set(descriptor.connection, source.targetOf(descriptor));
  try {
    const options = { deployment: 'worker', ...keda, handlers: [] };
    const { yaml } = await renderKeda({ functions, targets, secrets: { scrub } }, options);
    return { keda: scrub(yaml) };
  } catch (error) {
    if (error instanceof RedisTriggersError) {
      const problems = error.problems.map(({ what, remedy }) => `${what}.${remedy ? ` ${remedy}` : ''}`);
      return { kedaProblem: scrub([...new Set(problems)].join('\n')) };
    }
    return { kedaProblem: scrub(isError(error) ? error.message : String(error)) };
  }
}
