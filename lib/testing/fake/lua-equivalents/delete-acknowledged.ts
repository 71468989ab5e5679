import { compareIds, parseId } from '../engine/stream/stream-id.js';
import type { ScriptEquivalent, ScriptValue } from '../scripts/scripts.js';

/** What `lib/redis/commands/lua/delete-acknowledged.ts` does. */
export const deleteAcknowledgedEquivalent: ScriptEquivalent = ({ keys, args, call }) => {
  const [stream = Buffer.alloc(0)] = keys;
  const [group = '', act = '', ...ids] = args.map(String);
  if (call('EXISTS', stream) === 0) return [[], []];
  const others = (call('XINFO', 'GROUPS', stream) as readonly ScriptValue[][])
    .map(groupOf)
    .filter(({ name }) => name !== group || act === 'look');
  if (act === 'acknowledge') call('XACK', stream, group, ...ids);
  const needs = ({ name, pending, last }: Group, id: string): boolean => {
    if (comesAfter(id, last)) return true;
    return pending > 0 && (call('XPENDING', stream, name, id, id, 1) as readonly unknown[]).length > 0;
  };
  const keepers = new Set<string>();
  const [kept, free]: [string[], string[]] = [[], []];
  for (const id of ids) {
    const needing = others.filter((other) => needs(other, id));
    for (const { name } of needing) keepers.add(name);
    (needing.length > 0 ? kept : free).push(id);
  }
  if (free.length > 0) call('XDEL', stream, ...free);
  return [kept.map(asBytes), [...keepers].map(asBytes)];
};

interface Group {
  readonly name: string;
  readonly pending: number;
  readonly last: string;
}

function groupOf(line: readonly ScriptValue[]): Group {
  const texts = line.map((each) => String(each as Buffer));
  const member = (name: string): string => texts[texts.indexOf(name) + 1] ?? '';
  return {
    name: member('name'),
    pending: Number(member('pending')),
    last: member('last-delivered-id'),
  };
}

function comesAfter(one: string, other: string): boolean {
  const [first, second] = [parseId(one), parseId(other)];
  return first !== undefined && second !== undefined && compareIds(first, second) > 0;
}

function asBytes(text: string): Buffer {
  return Buffer.from(text);
}
