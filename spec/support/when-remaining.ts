import type { ScaleMonitor } from '../../lib/scaling/scale-monitor.js';
import { Recorder } from './recorder.js';

/** Resolves when the monitor has read that so much remains for the function. */
export async function whenRemaining(monitor: ScaleMonitor, functionId: string, count: number): Promise<void> {
  const read = new Recorder<number>();
  const end = monitor.onRead((scale) => {
    if (scale.functionId === functionId) read.add(scale.remaining);
  });
  await read.untilTrue((counts) => counts.at(-1) === count, `${count} to remain`);
  end();
}
