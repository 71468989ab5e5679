import type { BenchServer } from './bench-server.js';

/** What every scenario gets. */
export interface Bench {
  readonly server: BenchServer;
  /** How often each contestant takes its turn. */
  readonly rounds: number;
  /** What the number of messages of a scenario becomes. */
  readonly scale: (messages: number) => number;
  /** How fast this machine is beside the one that the scenarios were written on; at most 1. */
  readonly speed: number;
  /** Whether to measure in less than a minute, and to leave out what cannot be. */
  readonly quick: boolean;
  /** Whether the packages of `bench/package.json` take part. */
  readonly peers: boolean;
  /** Where measured processes write their CPU profiles. */
  readonly profileFolder?: string | undefined;
  /** Says what goes on. */
  readonly say: (text: string) => void;
}
