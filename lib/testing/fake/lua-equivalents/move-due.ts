import { mostWords } from '../../../redis/commands/lua/script.js';
import type { ScriptEquivalent, ScriptTools } from '../scripts/scripts.js';
import { scoreOf } from './delay-messages.js';

type Words = readonly [string, ...Buffer[]];

/** What `lib/redis/commands/lua/move-due.ts` does. */
export const moveDueEquivalent: ScriptEquivalent = ({ keys, args, now, call }) => {
  const [key = Buffer.alloc(0), target = Buffer.alloc(0)] = keys;
  const [most = 0, mostBytes = 0] = args.map(Number);
  const untilNext = (): number => {
    const [, score] = call(
      'ZRANGEBYSCORE',
      key,
      '-inf',
      'inf',
      'WITHSCORES',
      'LIMIT',
      0,
      1,
    ) as readonly Buffer[];
    const due = score ? scoreOf(score) : Infinity;
    return due === Infinity ? -1 : Math.max(0, Math.ceil(due - now));
  };
  const next = untilNext();
  if (next !== 0) return [0, next, 0];
  call('ZREM', key, '');
  const sum = { moved: 0, unreadable: 0, bytes: 0 };
  for (let isRefused = false; !isRefused && sum.moved + sum.unreadable < most && sum.bytes < mostBytes;) {
    const left = most - sum.moved - sum.unreadable;
    const bySize = sum.moved > 0 ? Math.floor(((mostBytes - sum.bytes) * sum.moved) / sum.bytes) : 1;
    const size = Math.max(1, Math.min(bySize, 200, left));
    const members = call('ZRANGEBYSCORE', key, '-inf', Math.floor(now), 'LIMIT', 0, size) as Buffer[];
    if (members.length === 0) break;
    const sent: Buffer[] = [];
    for (const member of members) {
      const command = commandOf(member, target);
      if (!command) {
        call('ZADD', key, 'XX', '+inf', member);
        sum.unreadable += 1;
        continue;
      }
      isRefused = !run(call, command, sum.moved === 0);
      if (isRefused) break;
      sent.push(member);
      sum.moved += 1;
      sum.bytes += member.length;
    }
    if (sent.length > 0) call('ZREM', key, ...sent);
  }
  return [sum.moved, untilNext(), sum.unreadable];
};

/** Whether Redis took it. Where it is the first one, why it is refused is the answer. */
function run(call: ScriptTools['call'], [name, ...words]: Words, isFirst: boolean): boolean {
  try {
    call(name, ...words);
    return true;
  } catch (refusal) {
    if (isFirst) throw refusal;
    return false;
  }
}

/** The command that sends it; undefined where it cannot be read. */
function commandOf(member: Buffer, target: Buffer): Words | undefined {
  const [head, kind] = /^\d+-\d+,([A-Za-z])/.exec(member.toString('latin1')) ?? [];
  if (head === undefined) return undefined;
  const rest = member.subarray(head.length);
  if (kind === 'L') return ['LPUSH', target, rest];
  if (kind === 'R') return ['RPUSH', target, rest];
  return kind === 'X' ? addCommandOf(rest, target) : undefined;
}

function addCommandOf(rest: Buffer, target: Buffer): Words | undefined {
  const [head, maxLength = ''] = /^(\d*),/.exec(rest.toString('latin1')) ?? [];
  if (head === undefined) return undefined;
  const fields: Buffer[] = [];
  for (let at = head.length; at < rest.length;) {
    const [prefix, length] = /^(\d+):/.exec(rest.subarray(at, at + 20).toString('latin1')) ?? [];
    if (prefix === undefined) return undefined;
    const start = at + prefix.length;
    at = start + Number(length);
    if (at > rest.length) return undefined;
    fields.push(rest.subarray(start, at));
  }
  if (fields.length === 0 || fields.length % 2 !== 0 || fields.length > mostWords) return undefined;
  const trim = maxLength === '' ? [] : ['MAXLEN', '~', maxLength].map((word) => Buffer.from(word));
  return ['XADD', target, ...trim, Buffer.from('*'), ...fields];
}
