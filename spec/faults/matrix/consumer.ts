import type { RedisOptions } from 'ioredis';
import type { Behaviour } from './behaviour.js';

/** A message that a handler handled with success, and when. */
export interface Handled {
  readonly id: number;
  readonly at: number;
}

/** A time for which a consumer said, or is known, to have received nothing. */
export interface Gap {
  readonly from: number;
  readonly to: number;
}

/** What a consumer says of itself. */
export interface ConsumerReport {
  readonly ready: boolean;
  readonly inFlight: number;
  /** Messages that it counted as lost. */
  readonly lost: number;
  /** For how many elements its pops had asked that were not answered when their connection closed. */
  readonly cutOff: number;
  /** Commands it has sent so far, and connections it has tried to make. */
  readonly requests: number;
}

/** A runtime with the one function of a run, in this process or in another. */
export interface Consumer {
  readonly handled: readonly Handled[];
  /** What it reported. */
  readonly gaps: readonly Gap[];
  /** When there was no process that listened. */
  readonly absences: readonly Gap[];
  /** Resolves with undefined where it does not answer. */
  report(): Promise<ConsumerReport | undefined>;
  stop(): Promise<void>;
}

/** What a consumer is made of; plain values, for another process gets them as JSON. */
export interface ConsumerOptions {
  readonly trigger: string;
  readonly behaviour: Behaviour;
  readonly prefetch: number;
  readonly redis: RedisOptions;
}
