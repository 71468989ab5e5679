import { DeadLetters } from '../../dead-letters/dead-letters.js';
import type { DeadLetter } from '../../messages/dead-letter.js';
import { systemClock } from '../../time/system-clock.js';
import { letterDocument, type LetterDocument } from '../dead/letter-document.js';
import { selectLetters, type Selection } from '../dead/select-letters.js';
import type { ActionContext } from '../program/action-context.js';
import type { Program } from '../program/program.js';

/** Dead letters that failed in the same way. */
export interface LetterGroup {
  readonly functionId: string;
  readonly count: number;
  readonly reason: string;
  readonly error: { readonly name: string; readonly message: string };
  readonly firstAt: string;
  readonly lastAt: string;
}

/** How many lines are handed over at a time. */
const linesAtOnce = 100;

/** The dead letters of a function, as the command line reaches them. */
export async function openLetters(program: Program, functionId: string): Promise<DeadLetters> {
  const descriptor = program.find(functionId);
  const client = await program.connect(descriptor);
  return new DeadLetters(descriptor, { client, clock: systemClock, onReplayed: () => undefined });
}

/** Dead letters by how they failed, the most frequent first: of one function, or of all. */
export async function groupLetters(
  { program }: ActionContext,
  { functionId, selection }: { readonly functionId: string | null; readonly selection: Selection },
): Promise<LetterGroup[]> {
  const loaded = await program();
  const ids = functionId === null ? loaded.functions.map(({ id }) => id) : [functionId];
  const groups = new Map<string, LetterGroup>();
  for (const id of ids) {
    for await (const letter of selectLetters(await openLetters(loaded, id), selection))
      addTo(groups, letter, id);
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}

function addTo(
  groups: Map<string, LetterGroup>,
  { reason, error, failedAt }: DeadLetter,
  functionId: string,
): void {
  const key = JSON.stringify([functionId, reason, error.name, error.message]);
  const at = failedAt.toISOString();
  const before = groups.get(key);
  groups.set(key, {
    functionId,
    count: (before?.count ?? 0) + 1,
    reason,
    error: { name: error.name, message: error.message },
    firstAt: before && before.firstAt < at ? before.firstAt : at,
    lastAt: before && before.lastAt > at ? before.lastAt : at,
  });
}

/** The oldest dead letters of a function that are meant. */
export async function listLetters(
  { program }: ActionContext,
  {
    functionId,
    selection,
    limit,
  }: { readonly functionId: string; readonly selection: Selection; readonly limit: number },
): Promise<LetterDocument[]> {
  const letters = await openLetters(await program(), functionId);
  const listed: LetterDocument[] = [];
  for await (const letter of selectLetters(letters, selection)) {
    if (listed.length >= limit) break;
    listed.push(letterDocument(letter));
  }
  return listed;
}

/** Tells every dead letter that is meant, as lines of JSON. Resolves with how many there were. */
export async function exportLetters(
  { program, tell, signal }: ActionContext,
  { functionId, selection }: { readonly functionId: string; readonly selection: Selection },
): Promise<number> {
  const letters = await openLetters(await program(), functionId);
  let lines: string[] = [];
  let count = 0;
  const hand = async (): Promise<void> => {
    count += lines.length;
    await tell({ kind: 'snapshot', value: lines });
    lines = [];
  };
  for await (const letter of selectLetters(letters, selection)) {
    if (signal.aborted) break;
    lines.push(JSON.stringify(letterDocument(letter)));
    if (lines.length >= linesAtOnce) await hand();
  }
  await hand();
  return count;
}
