import type { Bytes } from '../resp/bytes.js';
import { CommandError } from '../engine/command-error.js';

export type ScriptFlag = 'no-writes' | 'allow-oom' | 'allow-stale' | 'no-cluster' | 'allow-cross-slot-keys';

const flags: ReadonlySet<string> = new Set<ScriptFlag>([
  'no-writes',
  'allow-oom',
  'allow-stale',
  'no-cluster',
  'allow-cross-slot-keys',
]);

export const isScriptFlag = (word: string): word is ScriptFlag => flags.has(word);

export interface ScriptHead {
  /** Undefined for a script without `#!`, of which each command is judged by itself. */
  readonly flags: ReadonlySet<ScriptFlag> | undefined;
  /** What is compiled: without the first line, if that is a head. */
  readonly body: Bytes;
}

/** The first line of a script: `#!lua flags=no-writes,allow-oom`. */
export function scriptHead(text: Bytes): ScriptHead {
  if (!text.startsWith('#!')) return { flags: undefined, body: text };
  const end = text.indexOf('\n');
  if (end < 0) throw new CommandError('ERR Invalid script shebang');
  const [engine, ...options] = text.slice(0, end).split(' ');
  if (engine !== '#!lua') {
    throw new CommandError(`ERR Unexpected engine in script shebang: ${engine ?? ''}`);
  }
  const found = new Set<ScriptFlag>();
  for (const option of options) {
    if (!option.startsWith('flags=')) throw new CommandError(`ERR Unknown lua shebang option: ${option}`);
    for (const flag of option.slice('flags='.length).split(',')) {
      if (flag === '') continue;
      if (!isScriptFlag(flag)) throw new CommandError(`ERR Unexpected flag in script shebang: ${flag}`);
      found.add(flag);
    }
  }
  return { flags: found, body: text.slice(end) };
}
