import type { BenchServer } from './bench-server.js';

/** What every scenario gets. */
export interface Bench {
  readonly server: BenchServer;
  /** How often each contestant takes its turn. */
  readonly rounds: number;
  /** What the number of messages of a scenario becomes. */
  readonly scale: (messages: number) => number;
  /** Whether contestants get more messages, or fewer, until they take as long as they should; see `Pace`. */
  readonly isPaced: boolean;
  /** Whether to measure in less than a minute, and to leave out what cannot be. */
  readonly quick: boolean;
  /** Whether the packages of `bench/package.json` take part. */
  readonly peers: boolean;
  /** Where measured processes write their CPU profiles. */
  readonly profileFolder?: string | undefined;
  /** Says what goes on. */
  readonly say: (text: string) => void;
}
