import type { SpecFileJob } from './messages.js';
import type { Mutant } from './mutants.js';
import type { ReachingSpec } from './reach.js';

/** A spec that takes longer with a mutant than it takes without one, by far, has found it. */
const limitFor = (timeInMs: number): number => timeInMs * 3 + 3_000;

/** Finds the specs that can notice a mutant. */
export class SpecChoice {
  private readonly byMutant = new Map<number, Set<ReachingSpec>>();

  constructor(
    specs: readonly ReachingSpec[],
    private readonly mutants: readonly Mutant[],
  ) {
    const byFile = new Map<string, ReachingSpec[]>();
    for (const spec of specs) {
      byFile.set(spec.file, [...(byFile.get(spec.file) ?? []), spec]);
      this.add(spec.reached, [spec]);
    }
    // What is reached before a spec may count for all in its file: it begins what they go on with.
    for (const inFile of byFile.values()) {
      for (const { reachedBefore } of inFile) this.add(reachedBefore, inFile);
    }
  }

  /** The quickest first, and no more than take `budgetInMs` together. */
  filesFor(mutant: Mutant, budgetInMs: number): SpecFileJob[] {
    let left = budgetInMs;
    const quickest = [...this.reaching(mutant)].sort((a, b) => a.timeInMs - b.timeInMs);
    const affordable = quickest.filter(({ timeInMs }) => (left -= timeInMs) >= 0);
    const byFile = new Map<string, { timeInMs: number; limitsInMs: Record<string, number> }>();
    for (const { file, title, timeInMs } of affordable) {
      const job = byFile.get(file) ?? { timeInMs: 0, limitsInMs: {} };
      job.timeInMs += timeInMs;
      job.limitsInMs[title] = limitFor(timeInMs);
      byFile.set(file, job);
    }
    const jobs = [...byFile].sort(([, a], [, b]) => a.timeInMs - b.timeInMs);
    return jobs.map(([file, { limitsInMs }]) => ({ file, limitsInMs }));
  }

  /** What runs at load runs once for all specs: whoever uses something else of the file may notice it. */
  private reaching(mutant: Mutant): ReadonlySet<ReachingSpec> {
    if (!mutant.runsAtLoad) return this.byMutant.get(mutant.id) ?? new Set();
    const others = this.mutants.filter(({ file, runsAtLoad }) => file === mutant.file && !runsAtLoad);
    return new Set(others.flatMap(({ id }) => [...(this.byMutant.get(id) ?? [])]));
  }

  private add(ids: readonly number[], specs: readonly ReachingSpec[]): void {
    for (const id of ids) {
      const known = this.byMutant.get(id) ?? new Set();
      for (const spec of specs) known.add(spec);
      this.byMutant.set(id, known);
    }
  }
}
