import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Profile {
  readonly nodes: readonly {
    id: number;
    callFrame: { functionName: string; url: string; lineNumber: number };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** For each contestant with CPU profiles in a folder of its own: what took most of its time. */
export function describeProfiles(folder: string): string {
  const contestants = readdirSync(folder).sort();
  return contestants.map((name) => [name, ...costliestFunctions(join(folder, name))].join('\n')).join('\n\n');
}

/** The functions that took most of the time in all CPU profiles of a folder, by their own time. */
function costliestFunctions(folder: string, number = 15): string[] {
  const times = new Map<string, number>();
  let total = 0;
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.cpuprofile'))) {
    const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Profile;
    const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
    samples.forEach((id, index) => {
      const name = names.get(id) ?? '';
      if (name === '(idle)') return;
      const time = timeDeltas[index] ?? 0;
      times.set(name, (times.get(name) ?? 0) + time);
      total += time;
    });
  }
  const sorted = [...times].sort(([, one], [, other]) => other - one).slice(0, number);
  return sorted.map(([name, time]) => `${((time / total) * 100).toFixed(1).padStart(5)} %  ${name}`);
}

function nameOf({ functionName, url, lineNumber }: Profile['nodes'][number]['callFrame']): string {
  const place = url.split('/').slice(-2).join('/');
  return place ? `${functionName || '(anonymous)'} ${place}:${lineNumber + 1}` : functionName;
}
