import { filterProblem } from '../../dead-letter-tools/letter-filter.js';
import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import type { CommandClient } from '../../redis/commands/clients.js';
import type { Activity } from '../changing/activity.js';
import { problemOf } from '../changing/problem-of.js';
import type { PageRequest, PayloadDisplay } from '../page-options.js';
import { exportLetters, exportName } from '../reading/export-letters.js';
import { filtersOf } from '../reading/letters.js';
import type { Observer } from '../reading/observer.js';
import { download, json } from './answers.js';
import type { Visitor } from './gate.js';
import type { Answer } from './node-handler.js';

interface ExportParts {
  readonly observer: Observer;
  readonly activity: Activity;
  readonly payloads: PayloadDisplay;
  readonly connect: (descriptor: FunctionDescriptor) => Promise<CommandClient>;
}

/**
 * The dead letters of a function, all or those that match, as a file. Whoever may look may take along what they could look at one by
 * one: nobody gets messages that are hidden, or shown otherwise than they are. It stands among the activity.
 */
export async function answerExport(
  { url, method }: PageRequest,
  { who }: Visitor,
  { observer, activity, payloads, connect }: ExportParts,
): Promise<Answer> {
  const query = new URL(url, 'http://page').searchParams;
  const functionId = query.get('function') ?? '';
  const where = query.getAll('where');
  const note = (what: string, outcome: 'done' | 'refused' | 'failed'): void =>
    activity.note({ action: 'export', functionId, what, outcome, ...(who !== undefined && { who }) });
  if (payloads !== 'shown') {
    const message = 'Messages are not shown here as they are, so they are not exported.';
    note(message, 'refused');
    return json(403, { message });
  }
  const descriptor = observer.find(functionId);
  if (!descriptor)
    return json(404, { message: 'There is no such function, or its handlers are not known here.' });
  const filters = filtersOf(where);
  const problem = filters.map((each) => filterProblem(each, descriptor)).find((each) => each);
  if (problem !== undefined) return json(400, { message: problem });
  const { scrub } = observer.source;
  try {
    const open = { descriptor, client: await connect(descriptor), scrub, payloads };
    const which = where.length > 0 ? where.join(', ') : 'all of them';
    const lines = exportLetters(open, filters, (exported, isWhole, failure) => {
      const why = failure === undefined ? '' : `: ${problemOf(failure, scrub).message}`;
      const end = isWhole ? '' : `, and then it was cut off${why}`;
      note(`exported ${exported} dead letters (${which})${end}`, isWhole ? 'done' : 'failed');
    });
    // Who asks for the headers alone makes nobody read.
    return download(
      exportName(functionId),
      'application/x-ndjson; charset=utf-8',
      method === 'HEAD' ? nothing() : lines,
    );
  } catch (error) {
    const { status, message, code } = problemOf(error, scrub);
    note(`export: ${message}`, 'failed');
    return json(status, { message, ...(code && { code }) });
  }
}

async function* nothing(): AsyncGenerator<string, void, undefined> {
  // Nothing is read.
}
