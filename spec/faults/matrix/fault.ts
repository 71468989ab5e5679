import type { Behaviour } from './behaviour.js';
import type { Stage } from './stage.js';
import type { KindUnderTest } from './trigger-under-test.js';

/** What health has to say while a fault lasts. `unreachable`: whoever would say it is dead or frozen. */
export type ExpectedHealth = 'not ready' | 'ready' | 'either' | 'unreachable';

/** Something that goes wrong, how it is brought about, and what the contract allows then. */
export interface Fault {
  readonly name: string;
  /** How it is brought about, as the report says it. */
  readonly how: string;
  /** Where the consumer runs: in a process of its own where the fault hits the process. */
  readonly consumerIn: 'this process' | 'a process';
  /** The kinds of trigger it cannot apply to, each with the reason. */
  readonly notOn?: Readonly<Partial<Record<KindUnderTest, string>>>;
  /** The kinds that the short run tries it on. */
  readonly shortOn: readonly KindUnderTest[];
  /** The first version of Redis on which it can be brought about. */
  readonly since?: '6.2';
  /** How long it lasts in the full run, and in the short one. */
  readonly lastsInMs: { readonly full: number; readonly short: number };
  /** What the server keeps over its death. */
  readonly durable?: boolean;
  /** A master and a replica with Sentinels, instead of one server. */
  readonly sentinels?: boolean;
  /** The consumer has a user of its own, for permissions that can be taken away. */
  readonly ownUser?: boolean;
  /** The consumers reach the server through a link that can be cut, held up and slowed down. */
  readonly byProxy?: boolean;
  /** What stands behind the number in each message. */
  readonly padding?: string;
  /** How many elements wait in the process for a handler; 0 unless told. Only for lists. */
  readonly prefetch?: number;
  readonly behaviour?: Behaviour;
  /** The process is started again whenever it ends. */
  readonly restarts?: boolean;
  /**
   * How many consumers there are; 1 unless told. One for pub/sub, where each gets every message; two where one is
   * exclusive.
   */
  readonly consumers?: number;
  /** Brings it about; may return a promise. */
  readonly strike: (stage: Stage) => unknown;
  /** Brings it about again after each of these intervals, while it lasts. */
  readonly strikesEveryMs?: number;
  /** Ends it; what the consumer does from here on counts as its recovery. */
  readonly end?: (stage: Stage) => unknown;
  readonly health: ExpectedHealth | Readonly<Partial<Record<KindUnderTest, ExpectedHealth>>>;
  /** In a run whose fault lasts no longer than this, health may say either. */
  readonly showsAfterMs?: number;
  /** The kinds that can do no work while it lasts: they must not try more often than the bound. */
  readonly idles: readonly KindUnderTest[];
  /** The kinds that may handle a message again because of it. */
  readonly repeats: readonly KindUnderTest[];
  /** How many messages those kinds may handle again; as many as they like unless told. */
  readonly mostRepeats?: number;
  /** The kinds that have to count as lost what the fault destroys and nobody handles. */
  readonly countsDestroyed?: readonly KindUnderTest[];
}
