import type { Mutant } from './mutants.js';

/** A change that no spec could notice, because the program does the same with it. */
interface EquivalentMutant {
  readonly file: string;
  /** As the run prints it. */
  readonly change: string;
  readonly because: string;
}

const equivalent: readonly EquivalentMutant[] = [
  {
    file: 'lib/deduplication/claim-renewal.ts',
    change: 'true → false',
    because: 'A signal is aborted once, so a listener that stays is never called again.',
  },
  {
    file: 'lib/list/at-least-once/pop-numbers.ts',
    change: 'most > 0 → true',
    because:
      'A pop that took nothing adds nothing to the sum, and leaves what its earlier tries may have taken.',
  },
  {
    file: 'lib/list/at-least-once/pop-numbers.ts',
    change: 'pop - this.handedOut === 1 && this.early.size === 0 → false',
    because: 'The longer way hands out the same.',
  },
  {
    file: 'lib/list/at-least-once/pop-numbers.ts',
    change: 'pop - this.handedOut → pop + this.handedOut',
    because: 'All but the first pop take the longer way, which hands out the same.',
  },
  {
    file: 'lib/listeners/window/permits.ts',
    change: 'this.returning.size === 0 → false',
    because: 'An empty set has no first member: slower, and the same.',
  },
  {
    file: 'lib/listeners/acknowledger.ts',
    change: 'ids.length <= mostAtOnce → false',
    because: 'The piece is then a copy of all ids: slower, and the same.',
  },
];

export function isEquivalent({ file, change }: Pick<Mutant, 'file' | 'change'>): boolean {
  return equivalent.some((each) => each.file === file && each.change === change);
}

/** Those of the list that fit nothing in the source any more. */
export function staleEquivalents(mutants: readonly Mutant[]): EquivalentMutant[] {
  return equivalent.filter(
    (each) => !mutants.some(({ file, change }) => each.file === file && each.change === change),
  );
}
