/** What a contestant may be told; each takes what it has. */
export interface ContestantOptions {
  readonly count?: number;
  readonly concurrency?: number;
  readonly prefetch?: number;
  readonly delivery?: 'atLeastOnce';
  readonly claimIdleInMs?: number;
  readonly feature?: Feature;
  readonly telemetry?: TelemetryChoice;
  /** Further keys beside the usual one. */
  readonly keys?: readonly string[];
}

/** What a program makes of its messages: metrics alone, for either kind of output, or spans as well. */
export type TelemetryChoice = 'prometheus' | 'metrics' | 'metrics and spans';

/** What a program may have beside a plain handler. */
export type Feature = 'scope' | 'payload' | 'middleware' | 'retry' | 'orderBy' | 'deduplicate';

/** Where a contestant finds its messages. */
export interface Conditions {
  readonly port: number;
  /** The key or channel. */
  readonly key: string;
  /** How many messages there are in all. */
  readonly messages: number;
  readonly options: ContestantOptions;
}

/** The handler of a measurement: counts, or looks at the clock. What it takes is the contestant's own form. */
export type Handle = (message: unknown) => void | Promise<void>;

/** A contestant that handles messages. */
export interface Running {
  stop(): Promise<void>;
}

/** Something that can handle messages: the trigger, a loop written by hand, or another package. */
export interface Contestant {
  /** Begins to handle; resolves when it listens. */
  start(conditions: Conditions, handle: Handle): Promise<Running>;
  /** The text of a message in the form that `handle` gets. */
  textOf(message: unknown): string;
  /** Makes the backlog, where it is no plain list or stream. */
  load?(conditions: Conditions): Promise<void>;
}

/** The field of a stream entry, or the member of an object, that holds the text. */
export const field = 'body';
