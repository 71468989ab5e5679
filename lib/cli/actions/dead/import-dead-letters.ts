import { once } from 'node:events';
import { createReadStream, type ReadStream } from 'node:fs';
import { payloadDecoder } from '../../../binding/payload-decoder.js';
import { importLetter } from '../../../dead-letter-tools/import-letter.js';
import {
  LetterLineError,
  parseLetterLine,
  type ParsedLetter,
} from '../../../dead-letter-tools/parse-letter-line.js';
import { describeError } from '../../../errors/describe-error.js';
import { RedisTriggersError } from '../../../errors/redis-triggers-error.js';
import { isReply } from '../../../redis/errors/redis-reply-error.js';
import { reportOf, usageError, type ErrorReport } from '../../frame/command-error.js';
import type { ActionContext } from '../../program/action-context.js';
import { ImportProgress } from './import-progress.js';
import { linesOf } from './lines-of.js';
import { openLetters, type OpenLetters } from './open-letters.js';

export interface ImportArguments {
  readonly functionId: string;
  /** Null for standard input. */
  readonly file: string | null;
  /** Whether messages are put back although their dead letters are gone. */
  readonly again: boolean;
  readonly dryRun: boolean;
}

export interface ImportResult {
  readonly functionId: string;
  readonly dryRun: boolean;
  /** Messages put back; with `dryRun`, those that would be. */
  readonly imported: number;
  /** Lines that were not imported, and the first of the reasons. */
  readonly refused: number;
  readonly problems: readonly { readonly line: number; readonly what: string }[];
  /** The signal that ended it before it was done. */
  readonly endedBy?: string;
  readonly error?: ErrorReport;
}

/** So many problems are in the result; each is told when it is found. */
const mostProblems = 100;

/**
 * Puts the messages of lines back, each in one atomic step. A line that cannot be imported changes nothing, and the others
 * are imported all the same: when it is mended, the same file can be imported again, because those that are done are gone.
 */
export async function importDeadLetters(
  context: ActionContext,
  args: ImportArguments,
): Promise<ImportResult> {
  const { functionId, file, again, dryRun } = args;
  const program = await context.program();
  const scrub = (text: string): string => program.secrets.scrub(text);
  const open = await openLetters(program, functionId);
  const validate = await payloadDecoder(open.descriptor);
  const problems: { line: number; what: string }[] = [];
  const counts = { imported: 0, refused: 0 };
  const result = (): ImportResult => ({ functionId, dryRun, ...counts, problems });
  let line = 0;
  const refuse = async (problem: string): Promise<void> => {
    const what = scrub(problem);
    counts.refused += 1;
    if (problems.length < mostProblems) problems.push({ line, what });
    await context.tell({ kind: 'log', text: `line ${line}: ${what}` });
  };
  const total = file === null ? null : await countLines(await openFile(file));
  const input = file === null ? process.stdin : await openFile(file);
  const progress = new ImportProgress(context, total);
  const endedBy = (): ImportResult => ({ ...result(), endedBy: String(context.signal.reason) });
  // It may wait for a line that never comes.
  context.signal.addEventListener('abort', () => input.destroy(), { once: true });
  try {
    for await (const bytes of linesOf(input)) {
      if (context.signal.aborted) return endedBy();
      line += 1;
      if (bytes.toString().trim() === '') continue;
      const problem = await problemOf(async () => {
        const parsed = parseLetterLine(bytes, open.descriptor);
        await validate?.(parsed.message);
        const isThere = dryRun
          ? await wouldImport(open, parsed, again)
          : await importLetter(open, parsed, again);
        if (!isThere) throw new LetterLineError(`its dead letter ${parsed.id} is gone`);
      });
      if (problem === undefined) counts.imported += 1;
      else await refuse(problem);
      await progress.show(counts);
    }
    return result();
  } catch (thrown) {
    if (context.signal.aborted) return endedBy();
    return { ...result(), error: reportOf(thrown, scrub) };
  } finally {
    await progress.end(counts).catch(() => undefined);
  }
}

async function countLines(stream: ReadStream): Promise<number> {
  let count = 0;
  for await (const bytes of linesOf(stream)) if (bytes.toString().trim() !== '') count += 1;
  return count;
}

/** Why a line cannot be imported. Rejects with what would keep every line from it. */
async function problemOf(act: () => Promise<void>): Promise<string | undefined> {
  try {
    await act();
    return undefined;
  } catch (error) {
    if (error instanceof LetterLineError) return error.message;
    if (isReply(error, 'WRONGTYPE')) return error.message;
    const own: readonly string[] = ['PAYLOAD_INVALID', 'DEAD_LETTER_NOT_REPLAYED'];
    if (error instanceof RedisTriggersError && own.includes(error.code)) return error.message;
    throw error;
  }
}

async function wouldImport(
  { reader }: OpenLetters,
  { key, id }: ParsedLetter,
  again: boolean,
): Promise<boolean> {
  return again || (await reader.find(id)).some((each) => each.key === key);
}

async function openFile(file: string): Promise<ReadStream> {
  const stream = createReadStream(file);
  await once(stream, 'open').catch((error: unknown) => {
    throw usageError(`${file} cannot be read (${describeError(error).message})`);
  });
  return stream;
}
