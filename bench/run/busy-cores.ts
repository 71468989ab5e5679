import { cpus } from 'node:os';

/** Counts how many cores of the machine were busy from this call on, with whatever ran on them. */
export function countBusyCores(): () => number {
  const before = times();
  return () => {
    const after = times();
    const all = after.busy + after.idle - before.busy - before.idle;
    return ((after.busy - before.busy) / all) * cpus().length;
  };
}

function times(): { busy: number; idle: number } {
  let [busy, idle] = [0, 0];
  for (const { times } of cpus()) {
    busy += times.user + times.nice + times.sys + times.irq;
    idle += times.idle;
  }
  return { busy, idle };
}
