import type { Problem } from '../../errors/problem.js';
import type { TriggerKind } from '../../messages/raw-message.js';
import { isDefinition } from '../../triggers/definition.js';
import { definedOptions } from './defined-options.js';
import { givenOptions, optionRules, type Given } from './given-options.js';
import type { AllOptions } from './option-table.js';

/**
 * The options of one trigger in their canonical spelling, each checked: those that are written, or those of a definition
 * under what overrides them. What is wrong is added to `problems`; the options that are returned are good ones.
 */
export function readOptions(
  kind: TriggerKind,
  written: unknown,
  overrides: unknown,
  place: string,
  problems: Problem[],
): Partial<AllOptions> {
  const given = isDefinition(written)
    ? definedOptions(kind, written, overrides, place, problems)
    : plainOptions(kind, written, overrides, place, problems);
  return given ? checkGiven(kind, given, place, problems) : {};
}

function plainOptions(
  kind: TriggerKind,
  written: unknown,
  overrides: unknown,
  place: string,
  problems: Problem[],
): Map<string, Given> | undefined {
  if (overrides !== undefined) {
    const what = 'there is a second argument, but the first is no definition that it could override';
    const remedy = 'Write all options in one object.';
    problems.push({ code: 'DEFINITION_INVALID', place, what, remedy });
  }
  if (typeof written === 'object' && written !== null) return givenOptions(kind, written, place, problems);
  problems.push({ code: 'OPTION_INVALID', place, what: 'the options must be an object' });
  return undefined;
}

function checkGiven(
  kind: TriggerKind,
  given: ReadonlyMap<string, Given>,
  place: string,
  problems: Problem[],
): Partial<AllOptions> {
  const good: Record<string, unknown> = {};
  for (const [name, { kinds, required, check }] of optionRules) {
    if (!kinds.includes(kind)) continue;
    const option = given.get(name);
    if (!option) {
      if (required) problems.push({ code: 'OPTION_MISSING', place, what: `the option "${name}" is missing` });
      continue;
    }
    const wrong = check(option.value);
    const where = option.inDefinition ? 'in its definition, ' : '';
    if (wrong === undefined) good[name] = option.value;
    else
      problems.push({
        code: 'OPTION_INVALID',
        place,
        what: `${where}the option "${option.spelling}" ${wrong}`,
      });
  }
  return good;
}
