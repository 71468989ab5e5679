import type { Bytes } from '../resp/bytes.js';
import type { Reply } from '../resp/reply.js';

/** Runs a command of a script and answers its reply, errors too. */
export type ScriptCall = (args: readonly Bytes[]) => Reply;

export interface ScriptRun {
  readonly keys: readonly Bytes[];
  readonly args: readonly Bytes[];
  readonly call: ScriptCall;
  readonly now: number;
}

/** What the engine asks of the registered scripts. */
export interface ScriptRunner {
  /** Takes a script's text into the cache; its SHA1. */
  load(text: Bytes): Bytes;
  /** Whether a script of this SHA1 is in the cache. */
  has(sha: Bytes): boolean;
  /** Empties the cache. */
  forgetAll(): void;
  run(sha: Bytes, run: ScriptRun): Reply;
}
