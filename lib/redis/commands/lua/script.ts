import { createHash } from 'node:crypto';

/** A Lua script that Redis runs in one step: nothing else happens meanwhile. */
export interface Script {
  /** What it does, for error messages and specs. */
  readonly name: string;
  readonly text: string;
  /** The SHA1 of the text, by which a server that knows the script runs it (EVALSHA). */
  readonly sha: string;
}

/** More words than this in one command do not fit on the stack of a script. */
export const mostWords = 5_000;

/** A script of this text. */
export function defineScript(name: string, text: string): Script {
  return Object.freeze({ name, text, sha: createHash('sha1').update(text).digest('hex') });
}
