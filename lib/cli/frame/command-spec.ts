import type { Command } from 'commander';
import type { Output } from './output.js';
import type { Programs } from '../program/program-runner.js';

/** What a command does to Redis. */
export type Effect = 'reads' | 'changes';

/** What a command is given to run. */
export interface Invocation<Options> {
  readonly args: readonly string[];
  readonly options: Options;
  readonly output: Output;
  /** Runs actions where the handlers are loaded. */
  readonly programs: Programs;
}

/** One command of the command line. */
export interface CommandSpec {
  /** Its name and its arguments, as commander reads them: `list [files...]`. */
  readonly usage: string;
  readonly effect: Effect;
  /** What it does, as a sentence. */
  readonly summary: string;
  /** The first one stands before everything else in its help. */
  readonly examples: readonly string[];
  /** Whether it loads the handlers, and so takes the options that say which. */
  readonly loadsHandlers: boolean;
  /** Adds its options. */
  readonly configure?: (command: Command) => void;
  /** Runs it; resolves with its exit code, 0 unless told. */
  readonly run: (invocation: Invocation<unknown>) => Promise<number | undefined>;
}

/** Several commands behind one word, such as `dead`. */
export interface CommandGroup {
  readonly name: string;
  readonly summary: string;
  readonly commands: readonly CommandSpec[];
}

/** A command whose options have a type: that of what `configure` adds. */
export function defineCommand<Options>(
  spec: Omit<CommandSpec, 'run'> & {
    readonly run: (invocation: Invocation<Options>) => Promise<number | undefined>;
  },
): CommandSpec {
  return { ...spec, run: (invocation) => spec.run(invocation as Invocation<Options>) };
}
