import type { FleetOptions } from '../../fleet/fleet-options.js';
import type { RuntimeOptions } from '../../runtime/runtime-options.js';

/** The options of a program: those of createRuntime, and what only the command line has. */
export type ProgramConfiguration = RuntimeOptions & {
  readonly fleet?: FleetOptions;
  /** Where `run` serves its health, as `--http`. */
  readonly http?: string;
};
