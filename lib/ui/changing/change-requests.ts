import type { PageChange } from '../page-options.js';
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
    };

/** The rights that each action takes. */
export const rightsFor: Readonly<Record<PageChange['action'], readonly (keyof Rights)[]>> = {
  replay: ['replay'],
  remove: ['remove'],
  // An edited message is one that somebody else wrote, and its dead letter is gone.
  edit: ['replay', 'send'],
  stop: ['replay'],
  pause: ['pause'],
  resume: ['pause'],
  send: ['send'],
};

/** Why a request is none, as a sentence without its final period. */
export class RequestProblem extends Error {}

const mostIds = 1_000;

/**
 * Reads what somebody asks for. Every member is checked, because anybody can write JSON.
 *
 * @throws RequestProblem that says what is wrong
 */
export function readChangeRequest(action: string, text: string): ChangeRequest {
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
      return { action, functionId, text: textOf(given, 'text'), to };
    }
    default:
      throw new RequestProblem('there is no such action');
  }
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
