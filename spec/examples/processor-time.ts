/* A root hook for mocha: how long its specs kept the processor busy, whatever else the machine does. */
import type { Runner } from 'mocha';

let before: NodeJS.CpuUsage;

export function mochaGlobalSetup(): void {
  before = process.cpuUsage();
}

export function mochaGlobalTeardown(this: Runner): void {
  const { user, system } = process.cpuUsage(before);
  process.stderr.write(`specs took ${Math.round((user + system) / 1_000)} ms of a processor\n`);
}
