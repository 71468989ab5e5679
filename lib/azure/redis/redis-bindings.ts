import type { ConnectionTarget } from '../../connections/connection-target.js';
import type { Problem } from '../../errors/problem.js';
import { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import type { SettingsSource } from '../../settings/settings-source.js';
import { isRedis, type Binding } from '../folder/binding.js';
import { member } from '../folder/member.js';
import type { OutputValues, RedisBindings } from '../invocation/invocation-of.js';
import type { MessageValues } from '../invocation/message-values.js';
import type { BindingValue } from '../invocation/trigger-value.js';
import type { BindingClients } from './binding-clients.js';
import { commandTemplate, type CommandTemplate } from './command-template.js';
import { outputArguments } from './output-arguments.js';

/** The function whose bindings these are. */
export interface BindingOwner {
  readonly name: string;
  readonly place: string;
  readonly bindings: readonly Binding[];
}

interface Compiled {
  readonly binding: Binding;
  readonly target: ConnectionTarget;
  readonly command: CommandTemplate;
}

/** Compiles the `redis` bindings of a function. What is wrong with them is added to `problems`. */
export function redisBindings(
  owner: BindingOwner,
  clients: BindingClients,
  settings: SettingsSource,
  problems: Problem[],
): RedisBindings {
  const compiled = owner.bindings
    .filter(isRedis)
    .flatMap((binding) => compile(binding, owner, clients, settings, problems) ?? []);
  const inputs = compiled.filter(({ binding }) => binding.direction === 'in');
  const outputs = compiled.filter(({ binding }) => binding.direction === 'out');
  return {
    ...(inputs.length > 0 && { read: (data) => readAll(inputs, clients, data) }),
    ...(outputs.length > 0 && { send: (result, data) => sendAll(outputs, clients, result, data) }),
  };
}

function compile(
  binding: Binding,
  { name, place }: BindingOwner,
  clients: BindingClients,
  settings: SettingsSource,
  problems: Problem[],
): Compiled | undefined {
  const command = commandTemplate(binding, { place, functionName: name, settings, problems });
  const connection =
    member(binding.members, 'connection') ?? member(binding.members, 'connectionStringSetting');
  if (typeof connection !== 'string' || connection === '') {
    const what = `the binding "${binding.name}" has no "connection"`;
    problems.push({ code: 'FUNCTION_JSON_INVALID', place, what, remedy: 'Write the name of a setting.' });
    return undefined;
  }
  try {
    const target = clients.target(connection, place);
    return command && { binding, target, command };
  } catch (error) {
    if (!(error instanceof RedisTriggersError)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}

async function readAll(
  inputs: readonly Compiled[],
  clients: BindingClients,
  data: MessageValues,
): Promise<ReadonlyMap<string, BindingValue>> {
  const values = await Promise.all(
    inputs.map(async ({ binding, target, command }): Promise<[string, BindingValue]> => {
      const client = await clients.client(target);
      return [binding.name, valueOf(await client.send(command(data)), binding)];
    }),
  );
  return new Map(values);
}

function valueOf(reply: unknown, { name, isBinary }: Binding): BindingValue {
  if (reply === null || reply === undefined) return undefined;
  if (Array.isArray(reply) || (typeof reply === 'object' && !Buffer.isBuffer(reply)))
    throw new Error(`the command of the binding "${name}" replied with several values`);
  const bytes = Buffer.isBuffer(reply) ? reply : Buffer.from(String(reply as string | number));
  return isBinary ? bytes : bytes.toString();
}

/** One after another of a binding, as they were given; the bindings beside each other. */
async function sendAll(
  outputs: readonly Compiled[],
  clients: BindingClients,
  { returned, outputs: given }: OutputValues,
  data: MessageValues,
): Promise<void> {
  await Promise.all(
    outputs.map(async ({ binding, target, command }) => {
      const value = binding.name === '$return' ? returned : given[binding.name];
      const all = outputArguments(value);
      if (all.length === 0) return;
      const client = await clients.client(target);
      const [name, ...first] = command(data);
      await Promise.all(all.map((args) => client.send([name, ...first, ...args])));
    }),
  );
}
