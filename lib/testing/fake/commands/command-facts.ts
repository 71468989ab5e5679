import type { Bytes } from '../resp/bytes.js';
import type { KeyAccess } from '../engine/acl/acl-user.js';
import type { VersionNumber } from '../versions.js';

/** Everything about a command but what it does. */
export interface CommandFacts {
  readonly name: string;
  readonly container: string | undefined;
  readonly arity: number;
  readonly arityBefore: readonly (readonly [version: VersionNumber, arity: number])[] | undefined;
  readonly flags: ReadonlySet<CommandFlag>;
  readonly categories: ReadonlySet<string>;
  readonly keys: KeyPositions;
  readonly access: KeyAccess | readonly KeyAccess[];
  readonly since: VersionNumber;
}

/** Flags as COMMAND INFO names them. */
export type CommandFlag =
  | 'write'
  | 'readonly'
  | 'denyoom'
  | 'admin'
  | 'pubsub'
  | 'noscript'
  | 'blocking'
  | 'loading'
  | 'stale'
  | 'skip_monitor'
  | 'skip_slowlog'
  | 'fast'
  | 'no_auth'
  | 'may_replicate'
  | 'no_multi'
  | 'movablekeys'
  | 'allow_busy'
  | 'sort_for_script'
  | 'random'
  | 'no_async_loading'
  | 'no_mandatory_keys'
  | 'asking';

/** Where the keys are: first and last argument (negative: from the end) and step; or found by a function. */
export type KeyPositions =
  readonly [first: number, last: number, step: number] | ((args: readonly Bytes[]) => readonly Bytes[]);

/** The one key of most commands. */
export const oneKey: KeyPositions = [1, 1, 1];

/** Every argument is a key. */
export const allKeys: KeyPositions = [1, -1, 1];

/** All but the last argument are keys. */
export const allButLastKeys: KeyPositions = [1, -2, 1];

/** The keys behind a `numkeys` argument at this position; none when there are fewer arguments than that. */
export function countedKeys(position: number): KeyPositions {
  return (args) => {
    const count = Math.max(0, Number(args[position]) || 0);
    return position + count < args.length ? args.slice(position + 1, position + 1 + count) : [];
  };
}

/** The keys of a call. */
export function keysOf({ keys }: Pick<CommandFacts, 'keys'>, args: readonly Bytes[]): readonly Bytes[] {
  if (typeof keys === 'function') return keys(args);
  const [first, last, step] = keys;
  if (first === 0) return [];
  const end = last < 0 ? args.length + last : last;
  const found: Bytes[] = [];
  for (let position = first; position <= end; position += step) {
    const key = args[position];
    if (key !== undefined) found.push(key);
  }
  return found;
}

/** How a call uses its key of this index; the last access goes for all that follow. */
export function accessOf({ access }: Pick<CommandFacts, 'access'>, index: number): KeyAccess {
  return typeof access === 'string' ? access : (access[index] ?? access.at(-1) ?? 'RW');
}

/** Whether a script may not run it. Since 7.2 scripts may run what blocks, which then gives up at once. */
export function isKeptFromScripts(
  { name, flags }: Pick<CommandFacts, 'name' | 'flags'>,
  version: VersionNumber,
): boolean {
  return flags.has('noscript') && !(version >= 7.2 && (flags.has('blocking') || name === 'wait'));
}

export function fitsArity(arity: number, count: number): boolean {
  return arity >= 0 ? count === arity : count >= -arity;
}
