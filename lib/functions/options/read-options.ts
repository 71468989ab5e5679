import { isDeepStrictEqual } from 'node:util';
import { clipped } from '../../errors/clipped.js';
import type { Problem } from '../../errors/problem.js';
import type { TriggerKind } from '../../messages/raw-message.js';
import { nearestName } from '../../errors/nearest-name.js';
import type { OptionRule } from './option-rule.js';
import { optionTable, type AllOptions } from './option-table.js';

/** Where an accepted spelling leads: the canonical name, and what its value means there. */
interface Spelling {
  readonly name: keyof AllOptions;
  readonly meaning: (value: unknown) => unknown;
}

/** An option as it was written, under its canonical name. */
interface Given {
  readonly spelling: string;
  readonly value: unknown;
}

const rules = Object.entries(optionTable) as [keyof AllOptions, OptionRule<unknown>][];

/**
 * The options of one trigger in their canonical spelling, each checked. What is wrong is added to
 * `problems`; the options that are returned are good ones.
 */
export function readOptions(
  kind: TriggerKind,
  written: unknown,
  place: string,
  problems: Problem[],
): Partial<AllOptions> {
  if (typeof written !== 'object' || written === null) {
    problems.push({ code: 'OPTION_INVALID', place, what: 'the options must be an object' });
    return {};
  }
  const spellings = spellingsOf(kind);
  const given = new Map<string, Given>();
  for (const [spelling, value] of Object.entries(written) as [string, unknown][]) {
    if (value === undefined) continue;
    const found = spellings.get(spelling);
    if (found) addGiven(given, found.name, { spelling, value: found.meaning(value) }, place, problems);
    else problems.push(unknownOption(kind, spelling, [...spellings.keys()], place));
  }
  return checkGiven(kind, given, place, problems);
}

/** All spellings of all options of a kind: canonical and aliases, each in camelCase and PascalCase. */
function spellingsOf(kind: TriggerKind): Map<string, Spelling> {
  const spellings = new Map<string, Spelling>();
  const add = (written: string, spelling: Spelling): void => {
    spellings.set(written, spelling);
    spellings.set(written.charAt(0).toUpperCase() + written.slice(1), spelling);
  };
  for (const [name, { kinds, aliases = {} }] of rules) {
    if (!kinds.includes(kind)) continue;
    add(name, { name, meaning: (value) => value });
    for (const [alias, meaning] of Object.entries(aliases)) add(alias, { name, meaning });
  }
  return spellings;
}

function addGiven(
  given: Map<string, Given>,
  name: string,
  option: Given,
  place: string,
  problems: Problem[],
): void {
  const earlier = given.get(name);
  if (!earlier) given.set(name, option);
  else if (!isDeepStrictEqual(earlier.value, option.value)) {
    const what = `the options "${earlier.spelling}" and "${option.spelling}" mean the same but disagree`;
    problems.push({ code: 'OPTION_CONFLICT', place, what });
  }
}

function unknownOption(kind: TriggerKind, spelling: string, known: string[], place: string): Problem {
  const [, elsewhere] =
    rules.find(([name, { aliases = {} }]) =>
      [name, ...Object.keys(aliases)].some((each) => each.toLowerCase() === spelling.toLowerCase()),
    ) ?? [];
  if (elsewhere && !elsewhere.kinds.includes(kind)) {
    const why = elsewhere.notElsewhere === undefined ? '' : `: ${elsewhere.notElsewhere}`;
    const what = `the option "${spelling}" is for ${elsewhere.kinds.join(' and ')} triggers, not for ${kind} triggers${why}`;
    return { code: 'OPTION_UNKNOWN', place, what, remedy: 'Remove it.' };
  }
  const near = nearestName(spelling, known);
  const canonical = rules.filter(([, { kinds }]) => kinds.includes(kind)).map(([name]) => name);
  const remedy = near ? `Did you mean "${near}"?` : `The options are: ${canonical.join(', ')}.`;
  return { code: 'OPTION_UNKNOWN', place, what: `the option "${clipped(spelling)}" is unknown`, remedy };
}

function checkGiven(
  kind: TriggerKind,
  given: ReadonlyMap<string, Given>,
  place: string,
  problems: Problem[],
): Partial<AllOptions> {
  const good: Record<string, unknown> = {};
  for (const [name, { kinds, required, check }] of rules) {
    if (!kinds.includes(kind)) continue;
    const option = given.get(name);
    if (!option) {
      if (required) problems.push({ code: 'OPTION_MISSING', place, what: `the option "${name}" is missing` });
      continue;
    }
    const wrong = check(option.value);
    if (wrong === undefined) good[name] = option.value;
    else problems.push({ code: 'OPTION_INVALID', place, what: `the option "${option.spelling}" ${wrong}` });
  }
  return good;
}
