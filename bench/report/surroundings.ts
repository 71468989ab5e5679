import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { numberText } from './number-text.js';
import { benchFolder } from '../run/bench-folder.js';

const packages = ['bullmq', 'bee-queue', '@nestjs/microservices', 'redis'];

/** The machine and the versions of a run, as a list in Markdown. */
export function describeSurroundings({ redis, rounds, tookInMs }: Surroundings): string {
  const load = loadavg()
    .map((each) => each.toFixed(1))
    .join(', ');
  const peers = packages.map((name) => `${name} ${installedVersion(name)}`).join(', ');
  return [
    `- Machine: ${cpus()[0]?.model ?? 'unknown CPU'}, ${availableParallelism()} cores, shared with other work (load average over 1, 5 and 15 minutes, at the end: ${load}).`,
    `- Node.js ${process.versions.node}, Redis ${redis} over loopback without persistence, ioredis ${ownVersion('ioredis')}.`,
    `- ${peers}.`,
    `- ${rounds} rounds; medians, with the smallest and the largest in brackets. Ratios are those of each round. The run took ${numberText(tookInMs / 60_000)} minutes.`,
  ].join('\n');
}

/** What a run was like. */
export interface Surroundings {
  /** The version of Redis. */
  readonly redis: string;
  readonly rounds: number;
  readonly tookInMs: number;
}

/** Of what the project itself has: the hand-written loops and the triggers use it. */
function ownVersion(name: string): string {
  const require = createRequire(import.meta.url);
  return (require(`${name}/package.json`) as { version: string }).version;
}

/** Of what only the benchmark has. */
function installedVersion(name: string): string {
  try {
    const text = readFileSync(`${benchFolder}/node_modules/${name}/package.json`, 'utf8');
    return (JSON.parse(text) as { version: string }).version;
  } catch {
    return 'not installed';
  }
}
