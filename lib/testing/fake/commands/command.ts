import type { KeyAccess } from '../engine/acl/acl-user.js';
import type { VersionNumber } from '../versions.js';
import type { CommandHandler } from './command-context.js';
import type { CommandFacts, KeyPositions } from './command-facts.js';

/** A command as its family's file declares it. */
export interface CommandDeclaration {
  /** How many arguments with the name; negative: at least so many. */
  readonly arity: number;
  /** Before each of these versions, the oldest first, the command had that arity. */
  readonly arityBefore?: readonly (readonly [version: VersionNumber, arity: number])[];
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
export interface CommandRecord extends CommandFacts {
  /** Undefined where only subcommands do something. */
  readonly run: CommandHandler | undefined;
}
