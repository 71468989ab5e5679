import { isDeepStrictEqual } from 'node:util';
import { clipped } from '../../errors/clipped.js';
import { nearestName } from '../../errors/nearest-name.js';
import type { Problem } from '../../errors/problem.js';
import type { TriggerKind } from '../../messages/raw-message.js';
import type { OptionRule } from './option-rule.js';
import { optionTable, type AllOptions } from './option-table.js';

/** Where an accepted spelling leads: the canonical name, and what its value means there. */
interface Spelling {
  readonly name: keyof AllOptions;
  readonly meaning: (value: unknown) => unknown;
}

/** An option as it was written, under its canonical name. */
export interface Given {
  readonly spelling: string;
  readonly value: unknown;
  /** Whether it is the definition that says it, and not the trigger. */
  readonly inDefinition?: true;
}

export const optionRules = Object.entries(optionTable) as [keyof AllOptions, OptionRule<unknown>][];

/** The options in one object under their canonical names, unchecked. What has no name is added to `problems`. */
export function givenOptions(
  kind: TriggerKind,
  written: object,
  place: string,
  problems: Problem[],
): Map<string, Given> {
  const spellings = spellingsOf(kind);
  const given = new Map<string, Given>();
  for (const [spelling, value] of Object.entries(written) as [string, unknown][]) {
    if (value === undefined) continue;
    const found = spellings.get(spelling);
    if (found) addGiven(given, found.name, { spelling, value: found.meaning(value) }, place, problems);
    else problems.push(unknownOption(kind, spelling, [...spellings.keys()], place));
  }
  return given;
}

const spellingsByKind = new Map<TriggerKind, ReadonlyMap<string, Spelling>>();

/** All spellings of all options of a kind: canonical and aliases, each in camelCase and PascalCase. */
function spellingsOf(kind: TriggerKind): ReadonlyMap<string, Spelling> {
  const known = spellingsByKind.get(kind);
  if (known) return known;
  const spellings = new Map<string, Spelling>();
  spellingsByKind.set(kind, spellings);
  const add = (written: string, spelling: Spelling): void => {
    spellings.set(written, spelling);
    spellings.set(written.charAt(0).toUpperCase() + written.slice(1), spelling);
  };
  for (const [name, { kinds, aliases = {} }] of optionRules) {
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
    optionRules.find(([name, { aliases = {} }]) =>
      [name, ...Object.keys(aliases)].some((each) => each.toLowerCase() === spelling.toLowerCase()),
    ) ?? [];
  if (elsewhere && !elsewhere.kinds.includes(kind)) {
    const why = elsewhere.notElsewhere === undefined ? '' : `: ${elsewhere.notElsewhere}`;
    const what = `the option "${spelling}" is for ${elsewhere.kinds.join(' and ')} triggers, not for ${kind} triggers${why}`;
    return { code: 'OPTION_UNKNOWN', place, what, remedy: 'Remove it.' };
  }
  const near = nearestName(spelling, known);
  const canonical = optionRules.filter(([, { kinds }]) => kinds.includes(kind)).map(([name]) => name);
  const remedy = near ? `Did you mean "${near}"?` : `The options are: ${canonical.join(', ')}.`;
  return { code: 'OPTION_UNKNOWN', place, what: `the option "${clipped(spelling)}" is unknown`, remedy };
}
