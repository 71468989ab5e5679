import type { Mutant } from './mutants.js';

/** A change that no spec could notice, because the program does the same with it. */
interface EquivalentMutant {
  readonly file: string;
  /** As the run prints it. */
  readonly change: string;
  readonly because: string;
}

const equivalent: readonly EquivalentMutant[] = [];

export function isEquivalent({ file, change }: Pick<Mutant, 'file' | 'change'>): boolean {
  return equivalent.some((each) => each.file === file && each.change === change);
}

/** Those of the list that fit nothing in the source any more. */
export function staleEquivalents(mutants: readonly Mutant[]): EquivalentMutant[] {
  return equivalent.filter(
    (each) => !mutants.some(({ file, change }) => each.file === file && each.change === change),
  );
}
