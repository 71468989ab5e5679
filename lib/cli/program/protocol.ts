import type { ErrorReport } from '../frame/command-error.js';
import type { ProgressState } from '../frame/progress.js';

/** Where the handlers and options of a program are, as far as the command itself knows. */
export interface ProgramSource {
  /** File patterns from the command line or the environment; with some, those of the files do not count. */
  readonly handlers: readonly string[];
  /** The member `redis-triggers` of package.json. */
  readonly packageOptions: Readonly<Record<string, unknown>>;
  /** The path of redis-triggers.config.js or .ts. */
  readonly configurationFile?: string;
  /** Whether functions of an Azure app are left out that have bindings other than those of Redis. */
  readonly ignoresOtherBindings: boolean;
  /** Whether a loader was given to this process: without one it asks for one at the first TypeScript. */
  readonly hasLoader: boolean;
}

/** What the process with the handlers is asked to do: one of its actions, by name. */
export interface ActionRequest {
  readonly name: string;
  readonly args: unknown;
  readonly source: ProgramSource;
}

/** What an action tells or asks while it runs; each is answered. */
export type ActionEvent =
  | { readonly kind: 'lines'; readonly lines: readonly string[] }
  | { readonly kind: 'log'; readonly text: string }
  | { readonly kind: 'snapshot'; readonly value: unknown }
  | ({ readonly kind: 'progress' } & ProgressState)
  | { readonly kind: 'confirm'; readonly question: string };

/** From the command to the process. */
export type ToProgram =
  | { readonly type: 'request'; readonly request: ActionRequest }
  | { readonly type: 'answer'; readonly id: number; readonly answer: EventAnswer };

/** Whether to go on; what keeps it from doing so. */
export type EventAnswer = { readonly goesOn: boolean } | { readonly refusal: ErrorReport };

/** From the process to the command. */
export type FromProgram =
  | { readonly type: 'ready' }
  | { readonly type: 'event'; readonly id: number; readonly event: ActionEvent }
  | { readonly type: 'needsLoader'; readonly file: string }
  | { readonly type: 'result'; readonly result: unknown }
  | { readonly type: 'failure'; readonly report: ErrorReport };
