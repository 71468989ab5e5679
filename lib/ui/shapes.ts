/** What the page is told, as JSON: the shapes that its server and its scripts have in common. Times are in milliseconds since 1970. */

/** What somebody may do besides looking. */
export interface Rights {
  readonly replay: boolean;
  readonly remove: boolean;
  readonly pause: boolean;
  readonly send: boolean;
}

/** The state of a function: that of its processes; `unknown` where none can be asked. */
export type ShownState =
  'created' | 'starting' | 'listening' | 'recovering' | 'paused' | 'stopped' | 'unattended' | 'unknown';

/** One function as a row. What cannot be known is absent. */
export interface FunctionRow {
  readonly id: string;
  readonly kind?: 'pubsub' | 'list' | 'stream';
  readonly connection?: string;
  readonly sources: readonly string[];
  readonly state: ShownState;
  /** When a pause ends; null for never. */
  readonly pausedUntil?: number | null;
  readonly processes?: number;
  /** In how many of them it listens. */
  readonly listening?: number;
  readonly inFlight?: number;
  readonly waiting?: number;
  /** How many may run at once in one process. */
  readonly concurrency?: number;
  readonly backlog?: number;
  readonly delayed?: number;
  readonly pending?: number;
  readonly oldestAt?: number;
  readonly dead?: number;
  /** Messages handled a minute, of the last minutes. */
  readonly perMinute?: number;
  readonly failedPerMinute?: number;
  /** The duration that 95 of 100 did not exceed, in milliseconds; null for more than a minute. */
  readonly p95?: number | null;
  /** How many were handled in each of the last 60 minutes, and how many failed. */
  readonly handled?: readonly number[];
  readonly failed?: readonly number[];
  /** The newest error of its listener or handler. */
  readonly lastError?: ShownError;
  /** Why its numbers cannot be read. */
  readonly unreadable?: string;
}

export interface ShownError {
  readonly name: string;
  readonly message: string;
  readonly at?: number;
}

/** What needs somebody's attention. */
export interface Trouble {
  readonly functionId?: string;
  readonly connection?: string;
  readonly what: string;
  readonly since?: number;
}

/** What can be seen at all. */
export interface Sight {
  /** The process that serves the page runs functions. */
  readonly process: boolean;
  /** The name of the fleet. */
  readonly fleet?: string;
  /** The handlers are known: without them there are no dead letters to look at. */
  readonly handlers: boolean;
  /** What cannot be known, and how to know it. */
  readonly unknown: readonly string[];
}

/** A replay or a removal that goes on in the background. */
export interface ShownChange {
  readonly id: string;
  readonly how: 'replay' | 'remove';
  readonly functionId: string;
  /** Which ones, in words. */
  readonly which: string;
  readonly state: 'running' | 'watching' | 'done' | 'stopped' | 'failed';
  readonly chosen: number;
  readonly changed: number;
  readonly gone: number;
  readonly refused: number;
  readonly failedAgain: number;
  /** Whether every message that was put back has been handled, so that `failedAgain` is final. */
  readonly isFinal: boolean;
  readonly ratePerSecond?: number;
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly error?: string;
  readonly by?: string;
}

/** What the page asks for every two seconds. */
export interface Overview {
  readonly environment?: string;
  readonly who?: string;
  readonly can: Rights;
  readonly sees: Sight;
  readonly troubles: readonly Trouble[];
  readonly totals: {
    readonly functions: number;
    readonly dead: number;
    readonly backlog: number;
    readonly inFlight: number;
    readonly paused: number;
    readonly troubled: number;
  };
  /** One page of the functions that match. */
  readonly rows: readonly FunctionRow[];
  readonly matching: number;
  readonly page: number;
  readonly pages: number;
  readonly changes: readonly ShownChange[];
  /** Why Redis could not be asked just now; numbers are then those of `readAt`. */
  readonly stale?: string;
}

/** One minute of a function. */
export interface ShownMinute {
  readonly at: number;
  readonly handled: number;
  readonly failed: number;
  readonly p95?: number | null;
}

/** One invocation that has ended in the process that serves the page. */
export interface RecentInvocation {
  readonly at: number;
  readonly outcome: string;
  readonly ms: number;
  readonly source: string;
  readonly entryId?: string;
  readonly attempt: number;
  readonly deliveries: number;
  readonly error?: string;
}

export interface ShownConsumer {
  readonly key: string;
  readonly name: string;
  readonly pending: number;
  readonly idleInMs: number;
}

export interface ShownPending {
  readonly key: string;
  readonly id: string;
  readonly consumer: string;
  readonly idleInMs: number;
  readonly deliveries: number;
}

/** A function's own page. */
export interface FunctionPage {
  readonly row: FunctionRow;
  readonly options: Readonly<Record<string, unknown>>;
  /** Messages may be sent to it that are to come later. */
  readonly movesDelayed?: true;
  readonly keys: readonly {
    readonly key: string;
    readonly remaining?: number;
    readonly pending?: number;
    readonly oldestAt?: number;
    readonly dead: number;
  }[];
  readonly consumers: readonly ShownConsumer[];
  readonly pending: readonly ShownPending[];
  readonly recent: readonly RecentInvocation[];
  readonly minutes: readonly ShownMinute[];
  /** Whether minutes and invocations are of the whole fleet or of this process alone. */
  readonly historyOf?: 'fleet' | 'process';
}

export interface ShownProcess {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  readonly version?: string;
  readonly startedAt: number;
  readonly state: string;
  readonly functions: number;
  readonly listening: number;
  readonly recovering: number;
  readonly paused: number;
  readonly inFlight: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly lastError?: ShownError & { readonly functionId: string };
  readonly isThisOne: boolean;
}

export interface ProcessPage {
  readonly processes: readonly ShownProcess[];
  readonly unknown?: string;
}

export interface ScaleRow {
  readonly id: string;
  readonly kind: string;
  readonly backlog?: number;
  readonly messagesPerWorker: number;
  readonly workers?: number;
  readonly target?: number;
  readonly isPaused: boolean;
  readonly unreadable?: string;
}

export interface ScalePage {
  readonly rows: readonly ScaleRow[];
  /** KEDA's resources as YAML; or why there are none. */
  readonly keda?: string;
  readonly kedaProblem?: string;
}

export interface ShownConnection {
  readonly name: string;
  readonly server: string;
  readonly cluster: boolean;
  readonly functions: number;
  readonly state: 'ready' | 'unreachable';
  readonly roundTripInMs?: number;
  readonly error?: string;
  readonly redis?: string;
}

/** Something that somebody changed, or tried to change. */
export interface ShownActivity {
  readonly at: number;
  readonly action: string;
  readonly functionId: string;
  readonly what: string;
  readonly who?: string;
  readonly outcome: 'done' | 'refused' | 'failed';
}
