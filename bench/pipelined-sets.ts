import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** SETs a second of redis-benchmark, fifty in a pipeline, over loopback. */
async function setsPerSecond(port: number, operations: number): Promise<number> {
  const args = ['-p', `${port}`, '-t', 'set', '-n', `${operations}`, '-P', '50', '--csv'];
  const { stdout } = await promisify(execFile)('redis-benchmark', args);
  return Number(/"SET","([\d.]+)"/.exec(stdout)?.[1]);
}

/** What one pair of runs showed: on the fake and, right behind it, on the real server. */
export interface Pair {
  readonly onFakePerSecond: number;
  readonly onRealPerSecond: number;
  readonly times: number;
}

/** Pairs of runs in turns, so that what else the machine does meets both; in the order of how the fake did. */
export async function pipelinedSets(
  ports: { readonly fake: number; readonly real: number },
  { pairs, operations }: { readonly pairs: number; readonly operations: number },
): Promise<Pair[]> {
  await setsPerSecond(ports.fake, operations);
  const found: Pair[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    const onFakePerSecond = await setsPerSecond(ports.fake, operations);
    const onRealPerSecond = await setsPerSecond(ports.real, operations);
    found.push({ onFakePerSecond, onRealPerSecond, times: round(onFakePerSecond / onRealPerSecond) });
  }
  return found.sort((a, b) => a.times - b.times);
}

/** The one in the middle. */
export const median = (pairs: readonly Pair[]): Pair | undefined => pairs[pairs.length >> 1];

const round = (value: number): number => Number(value.toFixed(2));
