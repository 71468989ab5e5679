import type { Bench } from '../run/bench.js';

/** A promise about a scenario, and what was measured. */
export interface Verdict {
  readonly what: string;
  /** In words: `≥ 2.5 ×`. */
  readonly target: string;
  readonly result: string;
  readonly isMet: boolean;
}

/** A bar of the chart. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  /** Whether it is the project's own. */
  readonly isOurs: boolean;
}

/** What came of a scenario. */
export interface ScenarioReport {
  readonly title: string;
  readonly conditions: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly verdicts: readonly Verdict[];
  readonly bars?: readonly Bar[];
  /** A sentence below the table. */
  readonly remark?: string;
}

/** Something that can be measured. */
export interface Scenario {
  /** For `--only`. */
  readonly name: string;
  /** Whether `--quick` measures it too. */
  readonly isQuick: boolean;
  run(bench: Bench): Promise<ScenarioReport>;
}
