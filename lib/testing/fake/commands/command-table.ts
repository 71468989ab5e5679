import type { Bytes } from '../resp/bytes.js';
import type { KeyAccess } from '../engine/acl/acl-user.js';
import { CommandError, subcommandSyntax, wrongArity } from '../engine/command-error.js';
import type { VersionNumber } from '../versions.js';
import { isMissing } from './missing-commands.js';
import type { CommandDeclaration, CommandDeclarations, CommandRecord } from './command.js';
import type { CommandSet, RunnableCommand } from './command-context.js';
import { fitsArity, type CommandFlag } from './command-facts.js';

const isRunnable = (command: CommandRecord): command is CommandRecord & RunnableCommand =>
  command.run !== undefined;

/** The commands that a version has. */
export class CommandTable implements CommandSet {
  private readonly records: ReadonlyMap<string, CommandRecord>;
  private readonly containers: ReadonlySet<string>;

  constructor(
    records: readonly CommandRecord[],
    private readonly version: VersionNumber,
  ) {
    this.records = new Map(
      records
        .filter(({ since }) => since <= version)
        .map((record) => [record.name, { ...record, arity: arityIn(record, version) }]),
    );
    this.containers = new Set(records.flatMap(({ container }) => container ?? []));
  }

  all(): CommandRecord[] {
    return [...this.records.values()].filter(({ container }) => container === undefined);
  }

  get(name: string): CommandRecord | undefined {
    return this.records.get(name.toLowerCase());
  }

  subcommandsOf(container: string): CommandRecord[] {
    return [...this.records.values()].filter((record) => record.container === container);
  }

  lookup(args: readonly Bytes[]): RunnableCommand {
    const command = this.get(args[0] ?? '');
    // `client|id` is a name for ACL rules and COMMAND INFO: as a request it is unknown.
    if (!command && isMissing(args[0] ?? '', this.version)) throw lacking(args[0] ?? '');
    if (!command || command.container !== undefined) throw unknownCommand(args, this.version);
    const found = this.containers.has(command.name) ? this.subcommand(command, args[1]) : command;
    if (!fitsArity(found.arity, args.length)) {
      if (found !== command && this.version < 7) throw unknownSubcommand(command.name, args[1], this.version);
      throw wrongArity(found.name);
    }
    if (!isRunnable(found)) throw wrongArity(found.name);
    return found;
  }

  private subcommand(container: CommandRecord, name: Bytes | undefined): CommandRecord {
    if (name === undefined) return container;
    const subcommand = this.get(`${container.name}|${name}`);
    if (!subcommand && isMissing(`${container.name}|${name}`, this.version)) {
      throw lacking(`${container.name} ${name}`);
    }
    if (!subcommand) throw unknownSubcommand(container.name, name, this.version);
    return subcommand;
  }
}

function arityIn({ arity, arityBefore }: CommandRecord, version: VersionNumber): number {
  return arityBefore?.find(([next]) => version < next)?.[1] ?? arity;
}

/** The records of a family, from their declarations. */
export function recordsOf(family: string, ...declarations: readonly CommandDeclarations[]): CommandRecord[] {
  return declarations.flatMap((group) =>
    Object.entries(group).map(([name, declaration]) => recordOf(family, name, declaration)),
  );
}

function recordOf(family: string, name: string, declaration: CommandDeclaration): CommandRecord {
  const flags = new Set((declaration.flags?.split(' ') ?? []) as CommandFlag[]);
  const separator = name.indexOf('|');
  return {
    name,
    container: separator < 0 ? undefined : name.slice(0, separator),
    arity: declaration.arity,
    arityBefore: declaration.arityBefore,
    flags,
    categories: categoriesOf(flags, [family, ...(declaration.categories?.split(' ') ?? [])]),
    keys: declaration.keys ?? [0, 0, 0],
    access: declaration.access ?? defaultAccess(flags),
    since: declaration.since ?? 6,
    run: declaration.run,
  };
}

function defaultAccess(flags: ReadonlySet<CommandFlag>): KeyAccess {
  return flags.has('write') ? 'RW' : 'R';
}

/** Redis adds these categories to those that are declared. */
function categoriesOf(flags: ReadonlySet<CommandFlag>, declared: readonly string[]): ReadonlySet<string> {
  const categories = new Set(declared.filter((name) => name !== 'none'));
  if (flags.has('write')) categories.add('write');
  if (flags.has('readonly') && !categories.has('scripting')) categories.add('read');
  if (flags.has('admin')) categories.add('admin').add('dangerous');
  if (flags.has('pubsub')) categories.add('pubsub');
  if (flags.has('blocking')) categories.add('blocking');
  categories.add(flags.has('fast') ? 'fast' : 'slow');
  return categories;
}

/** It is no typing error: Redis would know the command. */
function lacking(name: Bytes): CommandError {
  const upper = name.toUpperCase();
  return new CommandError(
    `ERR This fake Redis lacks ${upper}, which Redis has. Run what needs it on a real server, or give it an answer: fake.faults.fail('${name.toLowerCase().replace(' ', '|')}', 'ERR …')`.replace(
      '…',
      '...',
    ),
  );
}

function unknownCommand(args: readonly Bytes[], version: VersionNumber): CommandError {
  const [open, close, separator] = version >= 7 ? ["'", "'", ' '] : ['`', '`', ', '];
  let beginning = '';
  for (const argument of args.slice(1)) {
    if (beginning.length >= 128) break;
    beginning += `${open}${argument.slice(0, 128 - beginning.length)}${close}${separator}`;
  }
  const name = (args[0] ?? '').slice(0, 128);
  return new CommandError(
    `ERR unknown command ${open}${name}${close}, with args beginning with: ${beginning}`,
  );
}

function unknownSubcommand(container: string, name: Bytes | undefined, version: VersionNumber): CommandError {
  const shown = (name ?? '').slice(0, 128);
  const holder = container.toUpperCase();
  if (version < 7) return subcommandSyntax(holder, shown, version);
  return new CommandError(`ERR unknown subcommand '${shown}'. Try ${holder} HELP.`);
}
