import type { KedaTrigger } from './keda-resources.js';

/** How one function is scaled. */
export interface FunctionPlan {
  readonly functionId: string;
  readonly triggers: readonly KedaTrigger[];
  /** How many workers the function asks for, as a formula over the triggers' values. */
  readonly term: string;
  /** What whoever reads the manifest should know. */
  readonly comments: readonly string[];
}
