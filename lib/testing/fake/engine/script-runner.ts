import type { Bytes } from '../resp/bytes.js';
import type { Reply } from '../resp/reply.js';
import type { ScriptRun } from './script-run.js';
import type { FunctionLibraries } from '../lua/function-libraries.js';
import type { ScriptFlag } from '../lua/shebang.js';

/** What the engine asks of the scripts. */
export interface ScriptRunner {
  readonly functions: FunctionLibraries;
  /** Takes a script's text into the cache; its SHA1. */
  load(text: Bytes): Bytes;
  /** Whether a script of this SHA1 is in the cache. */
  has(sha: Bytes): boolean;
  /** What the first line of a script says of it; undefined where it says nothing. */
  flagsOf(sha: Bytes): ReadonlySet<ScriptFlag> | undefined;
  /** Empties the cache. */
  forgetAll(): void;
  run(sha: Bytes, run: ScriptRun): Reply;
  /** What has to be waited for before a request can be run: that the engine of Lua is loaded. */
  prepare(request: readonly Bytes[]): Promise<void> | undefined;
}
