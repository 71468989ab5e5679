import { clipped } from '../../errors/clipped.js';
import { isObject } from '../../errors/value-checks.js';
import type { OutputDescriptor } from '../../functions/options/read-outputs.js';
import type { SendCalls } from '../send-calls.js';
import { SendError } from '../send-error.js';

/** An output and what is to be sent there. */
interface Filled extends OutputDescriptor {
  readonly messages: readonly unknown[];
}

/** Sends what a method returned. Where there are several outputs, all messages are validated before the first is sent. */
export async function sendOutputs(
  calls: SendCalls,
  outputs: readonly OutputDescriptor[],
  returned: unknown,
  place: string,
): Promise<void> {
  const filled = fill(outputs, returned, place);
  if (filled.length > 1) for (const each of filled) await calls.validate(each.definition, each.messages);
  for (const { definition, messages, options } of filled)
    await calls.send(definition.kind, definition, messages, options);
}

function fill(outputs: readonly OutputDescriptor[], returned: unknown, place: string): Filled[] {
  const [only] = outputs;
  if (only && only.name === undefined) return [{ ...only, messages: several(returned) }];
  if (!isObject(returned)) throw refused(place, 'the method returned no object, and its outputs have names');
  const given = returned as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(given).find((name) => outputs.every((each) => each.name !== name));
  if (unknown !== undefined)
    throw refused(place, `the method returned "${clipped(unknown)}", which is none of its outputs`);
  return outputs.flatMap((output) => {
    const messages = several(given[output.name ?? '']);
    return messages.length > 0 ? [{ ...output, messages }] : [];
  });
}

function several(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as unknown[]) : [value];
}

function refused(place: string, what: string): SendError {
  const remedy = 'Return an object with messages under the names of its outputs.';
  return new SendError({ code: 'SEND_INVALID', place, what, remedy }, []);
}
