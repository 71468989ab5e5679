/** What the mutation run asks of the process that runs specs. */
export interface SpecJob {
  readonly files: readonly SpecFileJob[];
  /** Whether to end at the first failure. */
  readonly bail: boolean;
  /** By how much all limits of time are longer than usual; 1 without it. */
  readonly patience?: number;
}

export interface SpecFileJob {
  /** From the repository, such as `dist/spec/list/pop-commands.spec.js`. */
  readonly file: string;
  /** How long each of its specs may take, by full title. Others do not run; without it all run. */
  readonly limitsInMs?: Readonly<Record<string, number>>;
}

/** What that process tells, as it happens. */
export type SpecMessage =
  | { readonly type: 'begun'; readonly limitInMs: number }
  | SpecPassed
  | {
      readonly type: 'failed';
      readonly title: string;
      readonly message: string;
      /** Whether it was only not done in time. */
      readonly isLate: boolean;
    }
  | { readonly type: 'ended' };

export interface SpecPassed {
  readonly type: 'passed';
  readonly file: string;
  readonly title: string;
  readonly timeInMs: number;
  /** Mutants that the spec reached, with its hooks. */
  readonly reached: readonly number[];
  /** Those that were reached before it, as what the whole file begins with. */
  readonly reachedBefore: readonly number[];
}
