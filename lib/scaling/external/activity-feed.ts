import type { FunctionScale } from '../../backlog/function-scale.js';
import type { ScaleMonitor } from '../scale-monitor.js';

/**
 * Tells whether anything remains for some functions that are not paused: at first as soon as that is certain, and then at each
 * change that a reading or a sample of the monitor shows. Returns what ends it.
 */
export function watchActivity(
  monitor: Pick<ScaleMonitor, 'onRead'>,
  functionIds: readonly string[],
  tell: (isActive: boolean) => void,
): () => void {
  const active = new Map<string, boolean>();
  let told: boolean | undefined;
  return monitor.onRead(({ functionId, demand }: FunctionScale) => {
    if (!functionIds.includes(functionId)) return;
    active.set(functionId, demand > 0);
    const isActive = [...active.values()].includes(true);
    // One idle function does not tell that all are.
    if (isActive === told || (!isActive && active.size < functionIds.length)) return;
    told = isActive;
    tell(isActive);
  });
}
