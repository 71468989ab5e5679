import type { Bytes } from '../../resp/bytes.js';
import { mapOf, setOf, simple, type Reply } from '../../resp/reply.js';
import type { CommandContext, CommandSet } from '../command-context.js';
import type { CommandFacts } from '../command-facts.js';
import { packedCommandDocs } from './packed-command-docs.js';

/** What COMMAND DOCS says of one command, as RESP2 shows it: names and values by turns. */
export type CommandDocs = readonly (DocsText | readonly DocsText[])[];

type DocsText = string | number | CommandDocs;

/** COMMAND DOCS [command-name ...], with the texts of 7.0. */
export function documentation({ commands }: CommandContext, [, , ...names]: readonly Bytes[]): Reply {
  const chosen = names.length === 0 ? commands.all() : names.flatMap((name) => commands.get(name) ?? []);
  return mapOf(chosen.map((command) => [command.name, docsOf(command, commands)] as const));
}

function docsOf({ name, since }: CommandFacts, commands: CommandSet): Reply {
  const docs = unpacked().get(name);
  // What came after 7.0: its version is known, and no more.
  return docs ? mapOfDocs(docs, commands) : mapOf([['since', `${since.toFixed(1)}.0`]]);
}

function mapOfDocs(docs: CommandDocs, commands: CommandSet): Reply {
  return mapOf(
    pairsOf(docs)
      .map(([field, value]) => [field, valueOf(field, value, commands)] as const)
      .filter(([, value]) => value !== undefined) as [string, Reply][],
  );
}

function valueOf(field: string, value: CommandDocs[number], commands: CommandSet): Reply | undefined {
  if (typeof value === 'string' || typeof value === 'number') return value;
  switch (field) {
    case 'flags':
    case 'doc_flags':
      return setOf((value as readonly string[]).map(simple));
    case 'history':
      return setOf(value);
    case 'arguments':
      return (value as readonly CommandDocs[]).map((argument) => mapOfDocs(argument, commands));
    default:
      return subcommandsOf(value, commands);
  }
}

/** Those that the fake has; a container of none is shown as a command without any. */
function subcommandsOf(docs: CommandDocs, commands: CommandSet): Reply | undefined {
  const known = pairsOf(docs).filter(([name]) => commands.get(name) !== undefined);
  if (known.length === 0) return undefined;
  return mapOf(known.map(([name, of]) => [name, mapOfDocs(of as CommandDocs, commands)] as const));
}

function pairsOf(docs: CommandDocs): (readonly [name: string, value: CommandDocs[number]])[] {
  return docs.flatMap((name, at) => (at % 2 === 0 ? [[name as string, docs[at + 1] ?? ''] as const] : []));
}

let cache: ReadonlyMap<string, CommandDocs> | undefined;

/** Unpacked when somebody first asks: few programs do, and a fake starts in less time than that takes. */
function unpacked(): ReadonlyMap<string, CommandDocs> {
  cache ??= byName(unpack());
  return cache;
}

function unpack(): CommandDocs {
  const { brotliDecompressSync } = process.getBuiltinModule('node:zlib');
  return JSON.parse(
    brotliDecompressSync(Buffer.from(packedCommandDocs, 'base64')).toString('utf8'),
  ) as CommandDocs;
}

/** The commands and subcommands by their names, such as `config|get`. */
function byName(docs: CommandDocs): Map<string, CommandDocs> {
  const found = new Map<string, CommandDocs>();
  for (const [name, of] of pairsOf(docs)) {
    found.set(name, of as CommandDocs);
    const subcommands = pairsOf(of as CommandDocs).find(([field]) => field === 'subcommands')?.[1];
    for (const [inner, ofInner] of pairsOf((subcommands ?? []) as CommandDocs)) {
      found.set(inner, ofInner as CommandDocs);
    }
  }
  return found;
}
