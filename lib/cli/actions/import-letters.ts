import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { deadLetterFields } from '../../dead-letters/dead-letter-fields.js';
import { deadLetterKey } from '../../dead-letters/dead-letter-key.js';
import { writeTogether } from '../../dead-letters/write-together.js';
import { describeError } from '../../errors/describe-error.js';
import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import { sourceAmong } from '../../functions/sources.js';
import type { CommandClient } from '../../redis/commands/clients.js';
import { readLetterDocument, type ReadLetter } from '../dead/read-letter-document.js';
import { usageError } from '../frame/command-error.js';
import type { ActionContext } from '../program/action-context.js';
import { openLetters } from './dead-letters.js';

/** Where lines come from, and what is done with them. */
export interface LetterImport {
  readonly functionId: string;
  /** A path; null where the lines are in `text`. */
  readonly file: string | null;
  readonly text: string;
  /** Whether the messages are put back at once; else they are dead letters again. */
  readonly replays: boolean;
  /** Whether letters that are no longer there are added. */
  readonly adds: boolean;
}

/** What became of the lines. */
export interface ImportedLetters {
  readonly functionId: string;
  readonly lines: number;
  readonly imported: number;
  readonly replayed: number;
  /** How many are no longer there: replayed, removed, or imported before. */
  readonly gone: number;
  readonly interrupted: boolean;
}

/**
 * Replaces dead letters by what lines say, and puts their messages back. A letter is replaced in one atomic step, and only
 * where it is still there: so the same file can be imported again, and twice at once, and nothing is handled twice or lost.
 */
export async function importLetters(
  { program, signal }: ActionContext,
  { functionId, file, text, replays, adds }: LetterImport,
): Promise<ImportedLetters> {
  const loaded = await program();
  const descriptor = loaded.find(functionId);
  const client = await loaded.connect(descriptor);
  const letters = await openLetters(loaded, functionId);
  let [lines, imported, replayed, gone] = [0, 0, 0, 0];
  for await (const line of linesOf(file, text)) {
    if (signal.aborted) break;
    lines += 1;
    if (line.trim() === '') continue;
    const read = readLetterDocument(line, `${file ?? 'standard input'}:${lines}`);
    const id = await replace(descriptor, client, read, adds);
    if (id === undefined) {
      gone += 1;
      continue;
    }
    imported += 1;
    const letter = replays ? await letters.get(id) : undefined;
    if (letter) replayed += await letters.replay(letter);
  }
  return { functionId, lines, imported, replayed, gone, interrupted: signal.aborted };
}

/** The id of the new letter; undefined where the old one is gone. */
async function replace(
  descriptor: FunctionDescriptor,
  client: CommandClient,
  { id, message, facts }: ReadLetter,
  adds: boolean,
): Promise<string | undefined> {
  if (message.kind !== descriptor.kind)
    throw usageError(
      `the dead letter ${id} is of a ${message.kind}, and ${descriptor.id} has a ${descriptor.kind}`,
    );
  const key = deadLetterKey(sourceAmong(descriptor, message), descriptor.id);
  const own = deadLetterFields(message, { ...facts, functionId: descriptor.id });
  const letter = ['XADD', key, 'MAXLEN', '~', descriptor.deadLetterMaxLength, '*', ...own] as const;
  const acknowledgement = { look: ['XRANGE', key, id, id], commands: [['XDEL', key, id]] } as const;
  const replaced = await writeTogether(client, letter, acknowledgement);
  if (replaced !== undefined || !adds) return replaced;
  return String(await client.send(letter));
}

async function* linesOf(file: string | null, text: string): AsyncGenerator<string> {
  const input = file === null ? Readable.from([text]) : createReadStream(file, 'utf8');
  const failure = new Promise<never>((_resolve, reject) => {
    input.once('error', (error: Error) =>
      reject(usageError(`${file ?? 'standard input'} cannot be read: ${describeError(error).message}`)),
    );
  });
  failure.catch(() => undefined);
  const lines = createInterface({ input, crlfDelay: Infinity })[Symbol.asyncIterator]();
  for (;;) {
    const next = await Promise.race([lines.next(), failure]);
    if (next.done) {
      if (input.errored) await failure;
      return;
    }
    yield next.value;
  }
}
