import { createWriteStream, type WriteStream } from 'node:fs';
import { unlink } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { once } from 'node:events';
import { letterLine } from '../../../dead-letter-tools/letter-line.js';
import { LetterSelection } from '../../../dead-letter-tools/letter-selection.js';
import type { LetterFilter } from '../../../dead-letter-tools/letter-filter.js';
import { describeError, isError } from '../../../errors/describe-error.js';
import { reportOf, usageError, type ErrorReport } from '../../frame/command-error.js';
import type { ActionContext } from '../../program/action-context.js';
import { openLetters } from './open-letters.js';

export interface ExportArguments {
  readonly functionId: string;
  readonly filters: readonly LetterFilter[];
  /** Where they are written; null for standard output. */
  readonly file: string | null;
  /** Whether standard output gets them as members of an array that somebody has begun. */
  readonly asMembers: boolean;
}

export interface ExportResult {
  readonly functionId: string;
  readonly exported: number;
  /** The signal that ended it before it was done. */
  readonly endedBy?: string;
  readonly error?: ErrorReport;
}

/** About so many characters are written in one go: never all of them are in memory. */
const charactersAtOnce = 64 * 1024;

/** Writes dead letters as lines of JSON, the oldest first. A file that did not become whole is deleted. */
export async function exportDeadLetters(
  context: ActionContext,
  args: ExportArguments,
): Promise<ExportResult> {
  const { functionId, filters, file, asMembers } = args;
  const program = await context.program();
  const { reader, descriptor } = await openLetters(program, functionId, filters);
  const selection = await LetterSelection.make(reader, descriptor, { filters });
  const stream = file === null ? undefined : await createFile(file);
  const scrub = (text: string): string => program.secrets.scrub(text);
  let exported = 0;
  let text = '';
  const flush = async (): Promise<void> => {
    if (text !== '') await write(context, stream, text);
    text = '';
  };
  try {
    for await (const letter of selection) {
      if (context.signal.aborted) break;
      text += `${asMembers && exported > 0 ? ',' : ''}${JSON.stringify(letterLine(letter, scrub))}\n`;
      exported += 1;
      if (text.length >= charactersAtOnce) await flush();
    }
    await flush();
    if (stream) await finished(stream.end());
    if (!context.signal.aborted) return { functionId, exported };
    await discard(stream, file);
    return { functionId, exported, endedBy: String(context.signal.reason) };
  } catch (thrown) {
    // What was read before is whole.
    await (stream ? discard(stream, file) : flush());
    return { functionId, exported, error: reportOf(thrown, scrub) };
  }
}

async function createFile(file: string): Promise<WriteStream> {
  // Never over another file: letters that were exported and then removed may be nowhere else.
  const stream = createWriteStream(file, { flags: 'wx' });
  await once(stream, 'open').catch((error: unknown) => {
    if (isError(error) && 'code' in error && error.code === 'EEXIST') {
      throw usageError(`${file} exists already`, 'Name another file');
    }
    throw usageError(`${file} cannot be written (${describeError(error).message})`);
  });
  return stream;
}

async function write(context: ActionContext, stream: WriteStream | undefined, text: string): Promise<void> {
  if (!stream) await context.tell({ kind: 'lines', lines: [text] });
  else if (!stream.write(text)) await once(stream, 'drain');
}

async function discard(stream: WriteStream | undefined, file: string | null): Promise<void> {
  if (!stream || file === null) return;
  stream.destroy();
  await unlink(file).catch(() => undefined);
}
