import type { Bench } from './bench.js';
import { inWarmRounds } from './in-rounds.js';
import { openDrain } from './measure-drain.js';

/** How many messages a second the loop below handled on the machine that the scenarios were written on. */
const reference = 140_000;

/** Fewer messages than so would be handled before V8 has compiled anything. */
const least = 0.3;

const loop = {
  label: 'the speed of this machine',
  contestant: 'contestants/list-loop',
  source: 'list',
  messages: 50_000,
  options: { count: 100 },
  handler: 'io',
} as const;

/**
 * How fast this machine is beside the one that the scenarios were written on, at most 1: on a slower one fewer messages take
 * the same time.
 */
export async function machineSpeed(bench: Omit<Bench, 'speed'>): Promise<number> {
  const rounds = await inWarmRounds({ ...bench, rounds: 1 }, [loop], () => openDrain(bench, loop));
  const speed = rounds.get(loop)?.[0]?.messagesPerSecond ?? reference;
  return Math.min(1, Math.max(least, speed / reference));
}

/**
 * As many times as many messages warm a process up: two to three seconds' worth. On every machine, since what V8 compiles
 * depends on how often it has run.
 */
export const warmUpTimes = 4;

/** How many of so many messages take a contestant as long on this machine. */
export function scaled({ scale, speed }: Pick<Bench, 'scale' | 'speed'>, messages: number): number {
  return scale(Math.ceil((messages * speed) / 1_000) * 1_000);
}
