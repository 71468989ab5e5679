import { isObject } from '../../errors/value-checks.js';
import { commandTemplate } from '../../expressions/command-template.js';
import type { Class } from '../../metadata/class.js';
import { isStandardSchema } from '../options/payload-type.js';
import { nameConnection } from '../name-connection.js';
import type { MethodReading } from './method-reading.js';
import type { InputForm, ParameterDescriptor } from './parameter-descriptor.js';

const options: ReadonlySet<string> = new Set(['connection', 'command', 'type']);

/** A parameter that gets what a command reads; `emitted` is the type that the compiler emitted for it, if it did. */
export function inputParameter(
  given: unknown,
  emitted: unknown,
  index: number,
  { owner, problems }: MethodReading,
): ParameterDescriptor | undefined {
  const complain = (what: string, remedy?: string): void =>
    problems.add('OPTION_INVALID', index, `has @RedisInput, but ${what}`, remedy);
  if (!isObject(given)) {
    complain('no options', "Write { connection, command: 'GET {Key}' }.");
    return undefined;
  }
  const { connection, command, type, ...others } = given as Readonly<Record<string, unknown>>;
  for (const name of Object.keys(others))
    complain(`${name} is none of its options`, `They are ${[...options].join(', ')}.`);
  const { id, batch, surroundings } = owner;
  const { settings } = surroundings;
  const template = commandTemplate(command, { isInput: true, functionName: id, settings, complain });
  if (connection !== undefined && typeof connection !== 'string')
    complain('its "connection" is no text', 'Write the name of a connection.');
  const name =
    typeof connection === 'string' ? named(connection, owner, problems.problems) : owner.connection;
  const isErased = type === undefined && !batch && (emitted === Object || emitted === Array);
  if (isErased) {
    const remedy =
      'Name it: `type: String` for a text that may be missing, a class or a schema, or `type: Object` for any JSON.';
    problems.add(
      'PARAMETER_TYPE_ERASED',
      index,
      'has @RedisInput, and a type that is not known at run time',
      remedy,
    );
  }
  const form = formOf(type ?? (batch ? String : emitted));
  if (form === undefined) complain('its "type" is neither a class nor a schema', 'Write one such as Number.');
  if (!template || form === undefined || isErased) return undefined;
  return { from: 'input', connection: name, written: command as string, command: template, type: form };
}

/** A parameter that sends commands. */
export function redisParameter(connection: string, { owner, problems }: MethodReading): ParameterDescriptor {
  return { from: 'redis', connection: named(connection, owner, problems.problems) };
}

function named(
  reference: string,
  { place, surroundings }: MethodReading['owner'],
  problems: MethodReading['problems']['problems'],
): string {
  return nameConnection(reference, place, surroundings, problems);
}

const forms = new Map<unknown, InputForm>([
  [undefined, 'text'],
  [String, 'text'],
  [Buffer, 'bytes'],
  [Uint8Array, 'bytes'],
  [Number, 'number'],
  [BigInt, 'bigint'],
  [Boolean, 'boolean'],
  [Date, 'date'],
  // Any JSON.
  [Object, 'json'],
  [Array, 'json'],
]);

function formOf(type: unknown): InputForm | undefined {
  const form = forms.get(type);
  if (form !== undefined) return form;
  return typeof type === 'function' || isStandardSchema(type) ? (type as Class) : undefined;
}
