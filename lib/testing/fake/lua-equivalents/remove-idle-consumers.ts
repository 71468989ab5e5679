import type { ScriptEquivalent, ScriptValue } from '../scripts/scripts.js';

/** What `lib/redis/commands/lua/remove-idle-consumers.ts` does. */
export const removeIdleConsumersEquivalent: ScriptEquivalent = ({ keys, args, call }) => {
  const [stream = ''] = keys;
  const [group = '', minIdleInMs] = args;
  const removed: ScriptValue[] = [];
  for (const line of call('XINFO', 'CONSUMERS', stream, group) as readonly ScriptValue[][]) {
    const consumer = membersOf(line);
    if (consumer.get('pending') !== 0 || Number(consumer.get('idle')) < Number(minIdleInMs)) continue;
    const name = consumer.get('name') as Buffer;
    call('XGROUP', 'DELCONSUMER', stream, group, name);
    removed.push(name);
  }
  return removed;
};

function membersOf(line: readonly ScriptValue[]): Map<string, ScriptValue> {
  const members = new Map<string, ScriptValue>();
  for (let index = 0; index + 1 < line.length; index += 2) {
    members.set((line[index] as Buffer).toString(), line[index + 1]);
  }
  return members;
}
