import type { RuntimeOptions } from '../../runtime/runtime-options.js';

/** The options of a program: those of createRuntime, and what only the command line has. */
export type ProgramConfiguration = RuntimeOptions & {
  /** Where `run` serves its health, as `--http`. */
  readonly http?: string;
};
