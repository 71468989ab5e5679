import { describeFunctions } from '../functions/describe-functions.js';
import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import type { TriggerKind } from '../messages/raw-message.js';
import { RedisListTrigger } from '../triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../triggers/redis-stream-trigger.js';

/** An option as JSON shows it; of a function, a class or a schema, what it is called. */
export type OptionValue =
  string | number | boolean | null | readonly OptionValue[] | { [name: string]: OptionValue };

/** Those members of a descriptor that are no options, or stand elsewhere. */
const others: ReadonlySet<string> = new Set([
  'id',
  'place',
  'kind',
  'handlerClass',
  'method',
  'parameters',
  'connection',
  'hooks',
  'keys',
  'channel',
]);

/** The options of a function with their values, as they can be written down. */
export function functionOptions(descriptor: FunctionDescriptor): Readonly<Record<string, OptionValue>> {
  const options = Object.entries(descriptor).filter(
    ([name, value]) => !others.has(name) && value !== undefined && !isEmptyArray(value),
  );
  return Object.fromEntries(options.map(([name, value]) => [name, show(value)]));
}

/** The names of the options of a function that do not have the default. */
export function changedOptions(descriptor: FunctionDescriptor): string[] {
  const defaults = functionOptions(plainFunction(descriptor.kind));
  const options = functionOptions(descriptor);
  const isDefault = (name: string): boolean =>
    JSON.stringify(options[name]) === JSON.stringify(defaults[name]);
  const isOwnGroup = (name: string): boolean => name === 'consumerGroup' && options[name] === descriptor.id;
  return Object.keys(options).filter((name) => !isDefault(name) && !isOwnGroup(name));
}

/** A function of a kind, of which nothing is said but what must be. */
function plainFunction(kind: TriggerKind): FunctionDescriptor {
  class Plain {
    on(): void {}
  }
  const decorators: Readonly<Record<TriggerKind, MethodDecorator>> = {
    list: RedisListTrigger({ connection: 'any', key: 'any' }),
    stream: RedisStreamTrigger({ connection: 'any', key: 'any' }),
    pubsub: RedisPubSubTrigger({ connection: 'any', channel: 'any' }),
  };
  const method = Object.getOwnPropertyDescriptor(Plain.prototype, 'on') as TypedPropertyDescriptor<
    () => void
  >;
  decorators[kind](Plain.prototype, 'on', method);
  const surroundings = {
    settings: { get: () => undefined },
    nameConnection: () => 'any',
    configureKeyspaceNotifications: false,
  };
  const [plain] = describeFunctions([Plain], surroundings, []);
  if (!plain) throw new Error(`there is no plain function of the kind ${kind}`);
  return plain;
}

function show(value: unknown): OptionValue {
  switch (typeof value) {
    case 'function':
      return value.name === '' ? '(function)' : value.name;
    case 'object':
      return showObject(value);
    case 'string':
    case 'number':
    case 'boolean':
      return value;
    case 'bigint':
    case 'symbol':
    case 'undefined':
      return String(value);
  }
}

function showObject(value: object | null): OptionValue {
  if (value === null) return null;
  if (Array.isArray(value)) return value.map(show);
  if ('~standard' in value) return '(schema)';
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, show(member)]));
}

function isEmptyArray(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
