import { commandTemplate, type CommandTemplate } from '../../expressions/command-template.js';
import type { MessageValues } from '../../expressions/message-values.js';
import type { SendCommand } from '../../expressions/send-command.js';
import type { Problem } from '../../errors/problem.js';
import type { SettingsSource } from '../../settings/settings-source.js';
import { isRedis, type Binding } from '../folder/binding.js';
import { member } from '../folder/member.js';
import type { BindingValue } from '../invocation/trigger-value.js';
import { outputArguments } from './output-arguments.js';

/** The function whose bindings these are. */
export interface BindingOwner {
  readonly name: string;
  readonly place: string;
  readonly bindings: readonly Binding[];
}

/** What a function gave back, which outputs are made of. */
export interface OutputValues {
  readonly returned: unknown;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** What the bindings of one invocation use: what is known of its message, and their ways to Redis, in their order. */
export interface BindingCall {
  readonly data: MessageValues;
  readonly sends: readonly SendCommand[];
  readonly signal: AbortSignal;
}

/** What the bindings beside the trigger do. */
export interface RedisBindings {
  /** The connection of each. */
  readonly connections: readonly string[];
  /** What each `in` binding reads, by its name; undefined where the function has none. */
  readonly read?: (call: BindingCall) => Promise<ReadonlyMap<string, BindingValue>>;
  /** Sends what the function gave back; undefined where it has no `out` binding. */
  readonly send?: (result: OutputValues, call: BindingCall) => Promise<void>;
}

interface Compiled {
  readonly binding: Binding;
  readonly connection: string;
  readonly command: CommandTemplate;
  readonly index: number;
}

/** Compiles the `redis` bindings of a function. What is wrong with them is added to `problems`. */
export function redisBindings(
  owner: BindingOwner,
  settings: SettingsSource,
  problems: Problem[],
): RedisBindings {
  const compiled = owner.bindings
    .filter(isRedis)
    .flatMap((binding) => compile(binding, owner, settings, problems) ?? [])
    .map((each, index): Compiled => ({ ...each, index }));
  const inputs = compiled.filter(({ binding }) => binding.direction === 'in');
  const outputs = compiled.filter(({ binding }) => binding.direction === 'out');
  return {
    connections: compiled.map(({ connection }) => connection),
    ...(inputs.length > 0 && { read: (call) => readAll(inputs, call) }),
    ...(outputs.length > 0 && { send: (result, call) => sendAll(outputs, result, call) }),
  };
}

function compile(
  binding: Binding,
  { name, place }: BindingOwner,
  settings: SettingsSource,
  problems: Problem[],
): Omit<Compiled, 'index'> | undefined {
  const isInput = binding.direction === 'in';
  const complain = (what: string, remedy: string): void => {
    const text = `the binding "${binding.name}": ${what}`;
    problems.push({ code: 'FUNCTION_JSON_INVALID', place, what: text, remedy });
  };
  const written = member(binding.members, 'command');
  const command = commandTemplate(written, { isInput, functionName: name, settings, complain });
  const connection =
    member(binding.members, 'connection') ?? member(binding.members, 'connectionStringSetting');
  if (typeof connection !== 'string' || connection === '') {
    complain('"connection" is missing', 'Write the name of a setting.');
    return undefined;
  }
  return command && { binding, connection, command };
}

async function readAll(
  inputs: readonly Compiled[],
  { data, sends, signal }: BindingCall,
): Promise<ReadonlyMap<string, BindingValue>> {
  const values = await Promise.all(
    inputs.map(async ({ binding, command, index }): Promise<[string, BindingValue]> => {
      const reply = await sendOf(sends, index)(command(data), { signal, repeats: true });
      return [binding.name, valueOf(reply, binding)];
    }),
  );
  return new Map(values);
}

function sendOf(sends: readonly SendCommand[], index: number): SendCommand {
  const send = sends[index];
  if (!send) throw new Error('a binding has no connection');
  return send;
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
  { returned, outputs: given }: OutputValues,
  { data, sends, signal }: BindingCall,
): Promise<void> {
  await Promise.all(
    outputs.map(async ({ binding, command, index }) => {
      const value = binding.name === '$return' ? returned : given[binding.name];
      const all = outputArguments(value);
      if (all.length === 0) return;
      const [name, ...first] = command(data);
      await Promise.all(
        all.map((args) => sendOf(sends, index)([name, ...first, ...args], { signal, repeats: false })),
      );
    }),
  );
}
