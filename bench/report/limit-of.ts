/** How many cores were busy on average, and with what. */
export interface BusyCores {
  readonly redis: number;
  /** All measured processes together. */
  readonly processes: number;
  /** The whole machine, with what else runs there. */
  readonly machine: number;
}

/** What keeps several processes from being faster. */
export interface Limit {
  readonly text: string;
  /** Whether more processes cannot help: these figures prove that Redis or the cores are full of their own work. */
  readonly isProven: boolean;
}

/** Nothing is quite full while it waits for what is on its way. */
const full = 0.9;

/** Says what the limit of so many processes is on a machine with so many cores. */
export function limitOf({ redis, processes, machine }: BusyCores, number: number, cores: number): Limit {
  if (redis >= full) return { isProven: true, text: 'Redis, which uses one core' };
  if (redis + processes >= full * cores) return { isProven: true, text: `the ${cores} cores` };
  if (machine >= full * cores) return { isProven: false, text: 'other work on this machine' };
  const areBusy = processes >= full * number;
  return {
    isProven: false,
    text: areBusy ? 'the processes, of one thread each' : 'neither Redis nor the cores',
  };
}

/**
 * The same of a run that was to do so many times as much as another one. Where that would fill the cores even if each message
 * cost no more than in the other run, they are the limit, although both runs waited now and then.
 */
export function limitBeside(
  ours: BusyCores,
  theirs: BusyCores,
  { number, cores, atLeast }: { readonly number: number; readonly cores: number; readonly atLeast: number },
): Limit {
  const limit = limitOf(ours, number, cores);
  const wanted = atLeast * (theirs.redis + theirs.processes);
  if (limit.isProven || wanted < full * cores) return limit;
  const text = `the ${cores} cores: ${atLeast} × as many messages would take ${wanted.toFixed(2)} of them`;
  return { isProven: true, text };
}
