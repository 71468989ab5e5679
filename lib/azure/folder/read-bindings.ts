import { clipped } from '../../errors/clipped.js';
import { isObject } from '../../errors/value-checks.js';
import type { Binding } from './binding.js';
import { member, wordMember } from './member.js';
import type { JsonObject } from './read-json-file.js';

/** Hears what is wrong, as a sentence without its period, and how to mend it. */
export type Complain = (what: string, remedy?: string) => void;

/** The bindings of a function.json, also those that have a wrong name or direction: what else is wrong is found, too. */
export function readBindings({ bindings }: JsonObject, complain: Complain): readonly Binding[] {
  if (!Array.isArray(bindings) || bindings.length === 0) {
    complain('"bindings" is not an array with at least one binding');
    return [];
  }
  const read = bindings.map((written: unknown, index) => readBinding(written, index, complain));
  const found = read.filter((each) => each !== undefined);
  for (const name of repeated(found.map(({ name }) => name.toLowerCase())))
    complain(
      `two bindings have the name "${name}"`,
      'Give each binding a name of its own; upper and lower case count as the same.',
    );
  return found;
}

function readBinding(written: unknown, index: number, complain: Complain): Binding | undefined {
  const nth = `binding ${index + 1}`;
  if (!isObject(written)) {
    complain(`${nth} is not an object`);
    return undefined;
  }
  const members = written as JsonObject;
  const [type, name] = [member(members, 'type'), member(members, 'name')];
  if (typeof type !== 'string' || type === '') {
    complain(`${nth} has no "type"`, 'Write one such as "redisListTrigger".');
    return undefined;
  }
  const label = typeof name === 'string' ? `the binding "${clipped(name)}"` : nth;
  const direction = readDirection(members, label, complain);
  checkName(name, direction, label, complain);
  const { isBinary, isMany } = readForm(members, label, complain);
  return {
    name: typeof name === 'string' ? name : nth,
    type,
    direction: direction ?? 'in',
    isBinary,
    isMany,
    members,
  };
}

function readDirection(members: JsonObject, label: string, complain: Complain): 'in' | 'out' | undefined {
  const direction = wordMember(members, 'direction', 'in');
  if (direction === 'in' || direction === 'out') return direction;
  complain(
    direction === 'inout'
      ? `${label} has the direction "inout", which Redis has no binding for`
      : `${label} has the direction ${JSON.stringify(member(members, 'direction'))}, which is unknown`,
    'Write "in" for a trigger and for what is read, "out" for what is sent.',
  );
  return undefined;
}

function checkName(name: unknown, direction: string | undefined, label: string, complain: Complain): void {
  if (name === '$return' && direction === 'in') {
    const remedy = 'Only what is sent can be named "$return": give it the name of a parameter.';
    complain(`${label} has the direction "in"`, remedy);
  } else if (name === undefined) {
    complain(`${label} has no "name"`, 'Write the name of the parameter that it is for.');
  } else if (name !== '$return' && (typeof name !== 'string' || !/^[a-z][a-z0-9_]{0,127}$/i.test(name))) {
    const remedy = 'Write letters, digits and "_", with a letter first.';
    complain(`${label} has a name that no parameter can have`, remedy);
  }
}

function readForm(
  members: JsonObject,
  label: string,
  complain: Complain,
): { isBinary: boolean; isMany: boolean } {
  const dataType = wordMember(members, 'dataType', '');
  if (dataType === 'stream')
    complain(
      `${label} has the dataType "stream", which no message of Redis can be`,
      'Write "string" or "binary".',
    );
  const cardinality = wordMember(members, 'cardinality', 'one');
  return { isBinary: dataType === 'binary', isMany: cardinality === 'many' };
}

function repeated(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
