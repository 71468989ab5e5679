import type { Later } from '../../operating/send-to-function.js';
import type { Rights } from '../shapes.js';

/** What somebody asks to be changed, as its JSON says. */
export type ChangeRequest =
  | {
      readonly action: 'replay' | 'remove';
      readonly functionId: string;
      /** Some of them; or all that match `where`, all of them with an empty one. */
      readonly ids?: readonly string[];
      readonly where: readonly string[];
      readonly ratePerSecond?: number;
    }
  | { readonly action: 'edit'; readonly functionId: string; readonly line: object }
  | { readonly action: 'stop'; readonly functionId: string; readonly change: string }
  | { readonly action: 'pause'; readonly functionId: string; readonly forInMs?: number }
  | { readonly action: 'resume'; readonly functionId: string }
  | {
      readonly action: 'send';
      readonly functionId: string;
      readonly text: string;
      readonly to: string | null;
      readonly later: Later | null;
    };

/** What each action takes. Whether a replay or a removal may be stopped depends on which it is, and is asked once that is known. */
export const rightsFor: Readonly<Record<ChangeRequest['action'], (can: Rights) => boolean>> = {
  replay: ({ replay }) => replay,
  remove: ({ remove }) => remove,
  // An edited message is one that somebody else wrote, and its dead letter is gone.
  edit: ({ replay, send }) => replay && send,
  stop: ({ replay, remove }) => replay || remove,
  pause: ({ pause }) => pause,
  resume: ({ pause }) => pause,
  send: ({ send }) => send,
};

/** Why a request is none, as a sentence without its final period. */
export class RequestProblem extends Error {}

/** Why somebody may not do it after all. */
export class NotPermitted extends Error {}

const mostIds = 1_000;

/** Ten years. */
const longestDelayInMs = 10 * 365 * 24 * 3_600_000;

/**
 * Reads what somebody asks for. Every member is checked, because anybody can write JSON.
 *
 * @throws RequestProblem that says what is wrong
 */
export function readChangeRequest(action: ChangeRequest['action'], text: string): ChangeRequest {
  const given = parse(text);
  const { functionId } = given;
  if (typeof functionId !== 'string' || functionId === '')
    throw new RequestProblem('"functionId" is missing');
  switch (action) {
    case 'replay':
    case 'remove': {
      const ids = given.ids === undefined ? undefined : textsOf(given, 'ids');
      const where = given.where === undefined ? undefined : textsOf(given, 'where');
      if ((ids === undefined) === (where === undefined))
        throw new RequestProblem('exactly one of "ids" and "where" must be given');
      if (ids && (ids.length === 0 || ids.length > mostIds))
        throw new RequestProblem(`"ids" must have from 1 to ${mostIds} ids`);
      const ratePerSecond = numberOf(given, 'ratePerSecond', 0.01, 100_000);
      return {
        action,
        functionId,
        where: where ?? [],
        ...(ids && { ids }),
        ...(ratePerSecond !== undefined && { ratePerSecond }),
      };
    }
    case 'edit': {
      const { line } = given;
      if (typeof line !== 'object' || line === null) throw new RequestProblem('"line" is missing');
      return { action, functionId, line };
    }
    case 'stop':
      return { action, functionId, change: textOf(given, 'change') };
    case 'pause': {
      const forInMs = numberOf(given, 'forInMs', 1, 365 * 24 * 3_600_000);
      return { action, functionId, ...(forInMs !== undefined && { forInMs: Math.round(forInMs) }) };
    }
    case 'resume':
      return { action, functionId };
    case 'send': {
      const to = given.to === undefined || given.to === null ? null : textOf(given, 'to');
      return { action, functionId, text: textOf(given, 'text'), to, later: laterOf(given) };
    }
  }
}

/** A time is in milliseconds since 1970. */
function laterOf(given: Given): Later | null {
  const delayInMs = numberOf(given, 'delayInMs', 1, longestDelayInMs);
  const at = numberOf(given, 'at', 0, 8.64e15);
  if (delayInMs !== undefined && at !== undefined)
    throw new RequestProblem('"delayInMs" and "at" exclude each other');
  if (delayInMs !== undefined) return { delayInMs: Math.round(delayInMs) };
  return at === undefined ? null : { at: new Date(Math.round(at)).toISOString() };
}

type Given = Readonly<Record<string, unknown>>;

function parse(text: string): Given {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Given;
  } catch {
    // It is told below.
  }
  throw new RequestProblem('the request is no JSON object');
}

function textOf(given: Given, name: string): string {
  const value = given[name];
  if (typeof value === 'string') return value;
  throw new RequestProblem(`"${name}" must be a text`);
}

function textsOf(given: Given, name: string): string[] {
  const value = given[name];
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value;
  throw new RequestProblem(`"${name}" must be an array of texts`);
}

function numberOf(given: Given, name: string, least: number, most: number): number | undefined {
  const value = given[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && value >= least && value <= most) return value;
  throw new RequestProblem(`"${name}" must be a number from ${least} to ${most}`);
}
