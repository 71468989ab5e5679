import type { Problem } from '../../errors/problem.js';
import type { TriggerKind } from '../../messages/raw-message.js';
import type { AnyDefinition } from '../../triggers/definition.js';
import { givenOptions, optionRules, type Given } from './given-options.js';

/** Which function defines a kind, and which decorator takes its definitions. */
export const definitionWords: Readonly<Record<TriggerKind, { define: string; decorator: string }>> = {
  list: { define: 'defineList', decorator: '@RedisListTrigger' },
  stream: { define: 'defineStream', decorator: '@RedisStreamTrigger' },
  pubsub: { define: 'defineChannel', decorator: '@RedisPubSubTrigger' },
};

/** The options of a definition, and over them those of one trigger. Undefined where it defines another kind. */
export function definedOptions(
  kind: TriggerKind,
  definition: AnyDefinition,
  overrides: unknown,
  place: string,
  problems: Problem[],
): Map<string, Given> | undefined {
  if (definition.kind !== kind) {
    problems.push(wrongKind(kind, definition, place));
    return undefined;
  }
  const defined = optionsInDefinition(kind, definition, place, problems);
  if (overrides === undefined) return defined;
  if (typeof overrides !== 'object' || overrides === null) {
    problems.push({ code: 'OPTION_INVALID', place, what: 'what overrides a definition must be an object' });
    return defined;
  }
  const own = givenOptions(kind, overrides, place, problems);
  for (const [name, rule] of optionRules) {
    const option = own.get(name);
    if (!option) continue;
    if (rule.agreed) problems.push(agreedOption(option, place));
    else defined.set(name, option);
  }
  return defined;
}

function optionsInDefinition(
  kind: TriggerKind,
  { options }: AnyDefinition,
  place: string,
  problems: Problem[],
): Map<string, Given> {
  const found: Problem[] = [];
  const given = givenOptions(kind, options, place, found);
  problems.push(...found.map(({ what, ...rest }) => ({ ...rest, what: `in its definition, ${what}` })));
  for (const [name, { kinds, whereDefined: value, ofMethod }] of optionRules) {
    const said = ofMethod && given.get(name);
    if (said) problems.push(optionOfMethod(said, place));
    const isLeftOut = kinds.includes(kind) && value !== undefined && !given.has(name);
    if (isLeftOut) given.set(name, { spelling: name, value });
  }
  return new Map([...given].map(([name, option]) => [name, { ...option, inDefinition: true }]));
}

function wrongKind(kind: TriggerKind, definition: AnyDefinition, place: string): Problem {
  const { decorator } = definitionWords[kind];
  const made = definitionWords[definition.kind];
  const what = `${decorator} is given a definition that ${made.define} made`;
  const remedy = `Use ${made.decorator}, or define it with ${definitionWords[kind].define}.`;
  return { code: 'DEFINITION_INVALID', place, what, remedy };
}

function optionOfMethod({ spelling }: Given, place: string): Problem {
  const what = `in its definition, the option "${spelling}" is about one method`;
  return { code: 'OPTION_CONFLICT', place, what, remedy: 'Write it in the second argument of the trigger.' };
}

/** Who sends goes by the definition: a trigger that says something else would wait elsewhere, or misread messages. */
function agreedOption({ spelling }: Given, place: string): Problem {
  const what = `the option "${spelling}" cannot override the definition: who sends goes by it as well`;
  return {
    code: 'OPTION_CONFLICT',
    place,
    what,
    remedy: 'Change it in the definition, or make another one.',
  };
}
