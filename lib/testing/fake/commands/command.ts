import type { Bytes } from '../resp/bytes.js';
import type { Reply } from '../resp/reply.js';
import type { KeyAccess } from '../engine/acl/acl-user.js';
import type { VersionNumber } from '../versions.js';
import type { CommandContext } from './command-context.js';

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
  | 'no_async_loading';

/** Runs a command; `args[0]` is its name. It may throw a CommandError. */
export type CommandHandler = (context: CommandContext, args: readonly Bytes[]) => Reply;

/** Where the keys are: first and last argument (negative: from the end) and step; or found by a function. */
export type KeyPositions =
  readonly [first: number, last: number, step: number] | ((args: readonly Bytes[]) => readonly Bytes[]);

/** A command as its family's file declares it. */
export interface CommandDeclaration {
  /** How many arguments with the name; negative: at least so many. */
  readonly arity: number;
  /** Before this version the command had that arity. */
  readonly arityBefore?: readonly [version: VersionNumber, arity: number];
  /** Names of flags, separated by spaces. */
  readonly flags?: string;
  readonly keys?: KeyPositions;
  /** How the keys are used, each by itself or all alike; what the flags say, unless told. */
  readonly access?: KeyAccess | readonly KeyAccess[];
  /** Since which version there is such a command; 6.0 unless told. */
  readonly since?: VersionNumber;
  /** Further ACL categories, separated by spaces. */
  readonly categories?: string;
  /** Absent where only subcommands do something. */
  readonly run?: CommandHandler;
}

/** A family's commands by name; a subcommand is `container|name`. */
export type CommandDeclarations = Readonly<Record<string, CommandDeclaration>>;

/** A command in the table. */
export interface CommandRecord {
  readonly name: string;
  readonly container: string | undefined;
  readonly arity: number;
  readonly arityBefore: readonly [version: VersionNumber, arity: number] | undefined;
  readonly flags: ReadonlySet<CommandFlag>;
  readonly categories: ReadonlySet<string>;
  readonly keys: KeyPositions;
  readonly access: KeyAccess | readonly KeyAccess[];
  readonly since: VersionNumber;
  readonly run: CommandHandler | undefined;
}

/** The one key of most commands. */
export const oneKey: KeyPositions = [1, 1, 1];

/** Every argument is a key. */
export const allKeys: KeyPositions = [1, -1, 1];

/** All but the last argument are keys. */
export const allButLastKeys: KeyPositions = [1, -2, 1];

/** The keys behind a `numkeys` argument at this position. */
export function countedKeys(position: number): KeyPositions {
  return (args) => args.slice(position + 1, position + 1 + Math.max(0, Number(args[position]) || 0));
}

/** The keys of a call. */
export function keysOf({ keys }: Pick<CommandRecord, 'keys'>, args: readonly Bytes[]): readonly Bytes[] {
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
export function accessOf({ access }: Pick<CommandRecord, 'access'>, index: number): KeyAccess {
  return typeof access === 'string' ? access : (access[index] ?? access.at(-1) ?? 'RW');
}

export function fitsArity(arity: number, count: number): boolean {
  return arity >= 0 ? count === arity : count >= -arity;
}
