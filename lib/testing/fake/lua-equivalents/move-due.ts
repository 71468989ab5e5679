import { readContent } from '../../../redis/commands/lua/delayed-content.js';
import { contentOf } from '../../../redis/commands/lua/delayed-member.js';
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
  const written = contentOf(member);
  const content = written && readContent(written);
  if (content?.kind === 'list') return [content.end === 'left' ? 'LPUSH' : 'RPUSH', target, content.body];
  if (!content || content.fields.length > mostWords) return undefined;
  const { maxLength, fields } = content;
  const trim =
    maxLength === undefined ? [] : ['MAXLEN', '~', `${maxLength}`].map((word) => Buffer.from(word));
  return ['XADD', target, ...trim, Buffer.from('*'), ...fields];
}
