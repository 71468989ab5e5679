import type { Conditions } from './contestant.js';
import type { HandlerKind } from './handlers.js';

/** What a child process does: fill a backlog and end, count messages, or note how long each took to arrive. */
export type Purpose = 'load' | 'count' | 'latency';

/** What a child process is told. */
export interface Assignment extends Conditions {
  /** The path of a module below the bench folder, without its ending: `contestants/…` or `peers/…`. */
  readonly contestant: string;
  readonly purpose: Purpose;
  /** What the handler does where messages are counted; `async` unless told. */
  readonly handler?: HandlerKind;
  /** How long the handler takes, in milliseconds, for texts that begin with `slow`. */
  readonly slowInMs?: number;
  /** How long the handler takes for every text, in milliseconds. */
  readonly handlerInMs?: number;
}

/** What a child process has seen. */
export interface Observation {
  readonly handled: number;
  /** How many messages were handled while the clock ran: the first half warms up. */
  readonly timed: number;
  readonly elapsedInMs: number;
  /** From the first message to the last, in milliseconds. */
  readonly inAllInMs: number;
  /** CPU time of the process while the clock ran, in microseconds. */
  readonly cpuInMicros: number;
  /** CPU time of the process since its start, in microseconds. */
  readonly totalCpuInMicros: number;
  /** When each tenth was handled, in milliseconds since the process started. */
  readonly tenthsInMs: readonly number[];
  /** The resident set after each tenth, in bytes. */
  readonly rss: readonly number[];
  /** The largest resident set there has been, in bytes. */
  readonly maxRss: number;
  /** From being sent to being handled, in microseconds, in the order of arrival. */
  readonly latencies: readonly number[];
}

/** What a child process says. */
export type FromSide =
  | { readonly say: 'ready'; readonly startedInMs: number }
  | { readonly say: 'finished'; readonly observation: Observation }
  | { readonly say: 'seen'; readonly observation: Observation };

/** What a child process is asked. */
export type ToSide = 'begin' | 'look' | 'stop';
