import { join } from 'node:path';
import type { Problem } from '../../errors/problem.js';
import type { RetryOptions } from '../../triggers/retry-options.js';
import { isTrigger, triggerKindOf, type Binding } from './binding.js';
import { findScript, type Script } from './find-script.js';
import { otherBindings } from './other-bindings.js';
import { readBindings, type Complain } from './read-bindings.js';
import { readJsonFile, type JsonObject } from './read-json-file.js';
import { readRetry } from './read-retry.js';

/** What a function.json says. Where something of it is wrong, that is among the problems. */
export interface FunctionFile {
  /** The name of its folder, and the id of the function. */
  readonly name: string;
  /** The folder, as an absolute path. */
  readonly folder: string;
  /** Where its problems are: the file, from the root of the app on. */
  readonly place: string;
  /** undefined: there is none, which is among the problems. */
  readonly script?: Script;
  readonly trigger: Binding;
  /** All bindings in their order, the trigger too. */
  readonly bindings: readonly Binding[];
  readonly retry?: RetryOptions;
}

/** What is to be done with bindings that are not of Redis. */
export interface BindingRules {
  /** Whether functions that have any are left out, instead of being a problem. */
  readonly ignoresOthers: boolean;
  /** Whether the function is switched off. */
  readonly isDisabled: (name: string, content: JsonObject) => boolean;
}

/** What became of a function.json. */
export type ReadFunction =
  | { readonly is: 'read'; readonly file: FunctionFile }
  | { readonly is: 'disabled' | 'other'; readonly why: string }
  | { readonly is: 'wrong' };

/** Reads the function.json of one folder of an app. */
export function readFunctionFile(
  root: string,
  name: string,
  rules: BindingRules,
  problems: Problem[],
): ReadFunction {
  const place = `${name}/function.json`;
  const content = readJsonFile(root, place, 'FUNCTION_JSON_INVALID', problems);
  if (!content) return { is: 'wrong' };
  const folder = join(root, name);
  const read = describeFunction({ name, place, folder, content }, rules, problems);
  if (read.is === 'disabled' || read.is === 'other') return read;
  const script = findScript(folder, content, (what, remedy) =>
    problems.push({ code: 'FUNCTION_SCRIPT_INVALID', place, what, ...(remedy !== undefined && { remedy }) }),
  );
  return read.is === 'read' && script ? { is: 'read', file: { ...read.file, script } } : read;
}

/** What says which bindings a function has. */
export interface FunctionSource {
  readonly name: string;
  readonly place: string;
  readonly folder: string;
  readonly content: JsonObject;
}

/** Reads what a function.json says of a function, but for its script. */
export function describeFunction(
  { name, place, folder, content }: FunctionSource,
  rules: BindingRules,
  problems: Problem[],
): ReadFunction {
  if (rules.isDisabled(name, content)) return { is: 'disabled', why: 'it is disabled' };
  const found: Problem[] = [];
  const complain: Complain = (what, remedy) =>
    found.push({ code: 'FUNCTION_JSON_INVALID', place, what, ...(remedy !== undefined && { remedy }) });
  const bindings = readBindings(content, complain);
  const others = otherBindings(bindings, place);
  if (others.length > 0 && rules.ignoresOthers)
    return { is: 'other', why: others.map(({ what }) => what).join('; ') };
  problems.push(...others);
  const trigger = findTrigger(bindings, complain);
  const retry = readRetry(content.retry, complain);
  checkName(name, complain);
  problems.push(...found);
  if (!trigger) return { is: 'wrong' };
  const file = { name, folder, place, trigger, bindings, ...(retry && { retry }) };
  return { is: 'read', file };
}

function findTrigger(bindings: readonly Binding[], complain: Complain): Binding | undefined {
  const triggers = bindings.filter(isTrigger);
  const [trigger] = triggers;
  if (!trigger && bindings.length > 0)
    complain('none of the bindings is a trigger', 'Add one, such as a redisListTrigger.');
  if (triggers.length > 1) {
    const types = triggers.map(({ type }) => type).join(' and ');
    complain(
      `the function has ${triggers.length} triggers, ${types}`,
      'Leave one, and give the others functions of their own, which may share the script.',
    );
  }
  if (trigger?.direction === 'out') complain('the trigger has the direction "out"', 'Write "in".');
  return trigger && triggerKindOf(trigger.type) !== undefined ? trigger : undefined;
}

function checkName(name: string, complain: Complain): void {
  if (/^[a-z][a-z0-9_-]{0,127}$/i.test(name) && name.toLowerCase() !== 'host') return;
  complain(
    `${name} cannot be the name of a function`,
    'Use letters, digits, "_" and "-", with a letter first; not "host".',
  );
}
