import type { Conditions } from '../side/contestant.js';

/** The options of a trigger: what the scenario says, and the rest at its default. */
export function triggerOptions({ key, options }: Conditions): {
  connection: string;
  key: readonly string[];
} {
  const { keys = [], ...others } = options;
  return { connection: 'bench', key: [key, ...keys], ...others };
}
