import { payloadDecoder } from '../../binding/payload-decoder.js';
import { importLetter } from '../../dead-letter-tools/import-letter.js';
import { filterProblem } from '../../dead-letter-tools/letter-filter.js';
import { LetterReader } from '../../dead-letter-tools/letter-reader.js';
import { LetterLineError, parseLetterLine } from '../../dead-letter-tools/parse-letter-line.js';
import { DeadLetters } from '../../dead-letters/dead-letters.js';
import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import { sendToFunction } from '../../operating/send-to-function.js';
import type { CommandClient } from '../../redis/commands/clients.js';
import type { SendCalls } from '../../sending/send-calls.js';
import { filtersOf } from '../reading/letters.js';
import type { Observer } from '../reading/observer.js';
import type { PayloadDisplay } from '../page-options.js';
import type { Visitor } from '../http/gate.js';
import type { Activity } from './activity.js';
import { NotPermitted, RequestProblem, type ChangeRequest } from './change-requests.js';
import type { LetterChanges } from './letter-changes.js';

export interface ChangeParts {
  readonly observer: Observer;
  readonly changes: LetterChanges;
  readonly activity: Activity;
  readonly payloads: PayloadDisplay;
  /** A client that is ready. Rejects with REDIS_UNREACHABLE. */
  readonly connect: (descriptor: FunctionDescriptor) => Promise<CommandClient>;
  /** With which messages are sent. */
  readonly calls: SendCalls;
  readonly visitor: Visitor;
}

/** What was done, for whoever asked. */
export interface Done {
  readonly what: string;
  /** The replay or removal that has begun. */
  readonly change?: string;
}

/** Does what somebody asked for and may do. Rejects where it could not be done. */
export async function performChange(request: ChangeRequest, parts: ChangeParts): Promise<Done> {
  switch (request.action) {
    case 'replay':
    case 'remove':
      return changeLetters(request, parts);
    case 'edit':
      return editLetter(request, parts);
    case 'stop':
      return stopChange(request, parts);
    case 'pause':
    case 'resume':
      return steer(request, parts);
    case 'send':
      return send(request, parts);
  }
}

type Request<Action> = Extract<ChangeRequest, { readonly action: Action }>;

async function changeLetters(request: Request<'replay' | 'remove'>, parts: ChangeParts): Promise<Done> {
  const { action, ids, where, ratePerSecond } = request;
  const { observer, changes, activity } = parts;
  const { who } = parts.visitor;
  const descriptor = known(observer, request.functionId);
  const filters = filtersOf(where);
  const problem = filters.map((filter) => filterProblem(filter, descriptor)).find((each) => each);
  if (problem !== undefined) throw new RequestProblem(problem);
  const client = await parts.connect(descriptor);
  const which = ids ? `${ids.length} of them` : where.length > 0 ? where.join(', ') : 'all of them';
  const { source, clock } = observer;
  const begun = changes.begin(
    {
      how: action,
      choice: ids ? { ids } : { filters },
      which,
      ...(ratePerSecond !== undefined && { ratePerSecond }),
      ...(who !== undefined && { by: who }),
    },
    {
      descriptor,
      client,
      clock,
      scrub: source.scrub,
      onReplayed: () => source.running?.replayed(descriptor.id),
      isIdle: () => isIdle(observer, descriptor.id),
      idleForInMs: source.fleet ? 8_000 : 3_000,
    },
    ({ state, changed, chosen, error }) =>
      activity.note({
        action,
        functionId: descriptor.id,
        what: `${past[action]} ${changed} of ${chosen} dead letters (${which})${error === undefined ? '' : `: ${error}`}`,
        outcome: state === 'failed' ? 'failed' : 'done',
        ...(who !== undefined && { who }),
      }),
  );
  if (!begun) throw new RequestProblem('too many replays and removals are under way; wait for one to end');
  return { what: `began to ${action} dead letters (${which})`, change: begun.id };
}

const past = { replay: 'replayed', remove: 'removed' } as const;

async function editLetter({ functionId, line }: Request<'edit'>, parts: ChangeParts): Promise<Done> {
  const { observer, payloads } = parts;
  if (payloads !== 'shown')
    throw new RequestProblem('messages are not shown as they are, so they are not edited');
  const descriptor = known(observer, functionId);
  try {
    const parsed = parseLetterLine(Buffer.from(JSON.stringify(line)), descriptor);
    await (
      await payloadDecoder(descriptor)
    )?.(parsed.message);
    const client = await parts.connect(descriptor);
    const { clock, source } = observer;
    const onReplayed = (): void => source.running?.replayed(functionId);
    const letters = new DeadLetters(descriptor, { client, clock, onReplayed });
    const target = { descriptor, client, reader: new LetterReader(descriptor, client), letters };
    if (!(await importLetter(target, parsed, false)))
      throw new RequestProblem('the dead letter is gone: somebody replayed or removed it meanwhile');
    return { what: `put back the dead letter ${parsed.id}, edited` };
  } catch (error) {
    if (error instanceof LetterLineError) throw new RequestProblem(error.message);
    throw error;
  }
}

/** Who may begin it may stop it. */
function stopChange({ change }: Request<'stop'>, { changes, visitor }: ChangeParts): Promise<Done> {
  const found = changes.find(change);
  if (!found) throw new RequestProblem('it is over');
  const { how, which } = found.shown;
  if (!visitor.can[how]) throw new NotPermitted(`You may not stop this, because you may not ${how}.`);
  found.stop();
  return Promise.resolve({ what: `stopped ${how === 'replay' ? 'a replay' : 'a removal'} (${which})` });
}

/** The whole fleet where there is one, else this process. */
async function steer(request: Request<'pause' | 'resume'>, { observer }: ChangeParts): Promise<Done> {
  const { functionId } = request;
  const { fleet, running } = observer.source;
  const isPause = request.action === 'pause';
  const options =
    request.action === 'pause' && request.forInMs !== undefined ? { forInMs: request.forInMs } : {};
  const where = fleet ? `in the fleet ${fleet.name}` : 'in this process';
  if (fleet) {
    const inFleet = (await observer.fleet?.get())?.functions.has(functionId);
    if (!inFleet) known(observer, functionId);
    await (isPause ? fleet.fleet.pause(functionId, options) : fleet.fleet.resume(functionId));
    await observer.fleet?.getNew();
  } else if (running) {
    known(observer, functionId);
    // It resolves when nothing runs any more, which nobody waits for.
    if (isPause) void running.pause(functionId, options).catch(() => undefined);
    else void running.resume(functionId).catch(() => undefined);
  } else throw new RequestProblem('no process can be reached: there is no fleet');
  return { what: `${isPause ? 'paused' : 'resumed'} ${where}` };
}

async function send(request: Request<'send'>, { observer, calls }: ChangeParts): Promise<Done> {
  const { functionId, text, to: source, later } = request;
  const descriptor = known(observer, functionId);
  const { to } = await sendToFunction(descriptor, { text, source }, later, () => calls);
  if (!later) return { what: `sent a message to ${to}` };
  const due =
    'at' in later ? later.at : new Date(observer.clock.date().getTime() + later.delayInMs).toISOString();
  return { what: `delayed a message to ${to} until ${due}` };
}

function known(observer: Observer, functionId: string): FunctionDescriptor {
  const found = observer.find(functionId);
  if (found) return found;
  throw new RequestProblem(
    observer.source.functions ? 'there is no such function' : 'without handlers, this cannot be done',
  );
}

/** Undefined where nobody says how much runs. */
async function isIdle(observer: Observer, functionId: string): Promise<boolean | undefined> {
  const { rows } = await observer.observe();
  const row = rows.find(({ id }) => id === functionId);
  if (row?.unreadable !== undefined || row?.inFlight === undefined) return undefined;
  return row.inFlight + (row.waiting ?? 0) + (row.backlog ?? 0) + (row.pending ?? 0) === 0;
}
