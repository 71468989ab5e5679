import type { Mutant } from './mutants.js';

/** What became of a mutant. */
export type Fate = 'killed' | 'hung' | 'survived' | 'not reached' | 'equivalent';

export interface Judged {
  readonly mutant: Mutant;
  readonly fate: Fate;
  /** The spec that failed. */
  readonly by: string | undefined;
}

/** The share that is killed, for each folder and for all; equivalent ones count for nothing. */
export function summaryOf(judged: readonly Judged[]): string {
  const folders = [...new Set(judged.map(({ mutant }) => folderOf(mutant)))];
  const lines = folders.map((folder) =>
    line(
      folder,
      judged.filter(({ mutant }) => folderOf(mutant) === folder),
    ),
  );
  return [...lines, line('together', judged)].join('\n');
}

/** How many of a hundred are killed. */
export function shareKilled(judged: readonly Judged[]): number {
  const counted = judged.filter(({ fate }) => fate !== 'equivalent');
  const killed = counted.filter(({ fate }) => fate === 'killed' || fate === 'hung');
  return counted.length === 0 ? 100 : (killed.length / counted.length) * 100;
}

/** One line, with what runs the mutant again. */
export function describeMutant({ id, file, line: at, change }: Mutant): string {
  return `${file}:${at} [${id}] ${change}`;
}

function line(name: string, judged: readonly Judged[]): string {
  const count = (fate: Fate): number => judged.filter((each) => each.fate === fate).length;
  const fates = (['killed', 'hung', 'survived', 'not reached', 'equivalent'] as const)
    .filter((fate) => count(fate) > 0)
    .map((fate) => `${count(fate)} ${fate}`);
  return `${name}: ${shareKilled(judged).toFixed(1)} % killed of ${judged.length} (${fates.join(', ')})`;
}

function folderOf({ file }: Mutant): string {
  return file.split('/').slice(0, 2).join('/');
}
