import { double, error, isTagged, mapOf, setOf, simple, type Reply } from '../resp/reply.js';
import { listOf, luaNull, OpaqueLuaValue, recordOf, type LuaTable, type LuaValue } from './lua-values.js';

/** What a script gets of a reply, by the RESP version that it chose with `redis.setresp`. */
export function toLua(reply: Reply, protocol: 2 | 3): LuaValue {
  if (typeof reply === 'string' || typeof reply === 'number') return reply;
  if (typeof reply === 'bigint') return Number(reply);
  if (reply === null) return noValue(protocol);
  if (!isTagged(reply)) return listOf(reply.map((item) => toLua(item, protocol)));
  switch (reply.kind) {
    case 'simple':
      return recordOf({ ok: reply.text });
    case 'error':
      return recordOf({ err: reply.text });
    case 'null-array':
      return noValue(protocol);
    case 'map':
      return protocol === 3
        ? recordOf({ map: new Map(reply.entries.map(([key, value]) => [toLua(key, 3), toLua(value, 3)])) })
        : listOf(reply.entries.flat().map((item) => toLua(item, 2)));
    case 'set':
      return protocol === 3
        ? recordOf({ set: new Map(reply.members.map((member) => [toLua(member, 3), true])) })
        : listOf(reply.members.map((member) => toLua(member, 2)));
    case 'push':
      return listOf(reply.items.map((item) => toLua(item, protocol)));
    case 'big-number':
      return protocol === 3 ? recordOf({ big_number: reply.text }) : reply.text;
    case 'double':
      return protocol === 3 ? recordOf({ double: toNumber(reply.text) }) : reply.text;
    case 'boolean':
      return protocol === 3 ? reply.value : Number(reply.value);
    case 'verbatim':
      return protocol === 3
        ? recordOf({ verbatim_string: recordOf({ string: reply.text, format: 'txt' }) })
        : reply.text;
    case 'several':
      return listOf(reply.replies.map((one) => toLua(one, protocol)));
    case 'none':
      return noValue(protocol);
  }
}

const noValue = (protocol: 2 | 3): LuaValue => (protocol === 3 ? undefined : false);

const toNumber = (text: string): number =>
  text === 'inf' ? Infinity : text === '-inf' ? -Infinity : Number(text);

/** Tables may be nested no deeper in what a script returns. */
const deepest = 7_900;

/** What a script's result becomes: a number loses its fraction, a list ends before its first nil. */
export function fromLua(value: LuaValue, protocol: 2 | 3, depth = 0): Reply {
  if (depth > deepest) return error('ERR reached lua stack limit');
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return toInteger(value);
  if (typeof value === 'boolean') {
    if (protocol === 3) return { kind: 'boolean', value };
    return value ? 1 : null;
  }
  if (value === undefined || value === luaNull || value instanceof OpaqueLuaValue) return null;
  return fromTable(value, protocol, depth);
}

function fromTable(table: LuaTable, protocol: 2 | 3, depth: number): Reply {
  const err = table.get('err');
  if (typeof err === 'string') return error(err);
  const ok = table.get('ok');
  if (typeof ok === 'string') return simple(ok.replace(/[\r\n]/g, ' '));
  const number = table.get('double');
  if (typeof number === 'number') return double(doubleText(number));
  const map = table.get('map');
  if (map instanceof Map) {
    return mapOf(
      [...map].map(
        ([key, value]) => [fromLua(key, protocol, depth + 1), fromLua(value, protocol, depth + 1)] as const,
      ),
    );
  }
  const set = table.get('set');
  if (set instanceof Map) return setOf([...set.keys()].map((member) => fromLua(member, protocol, depth + 1)));
  const bigNumber = table.get('big_number');
  if (typeof bigNumber === 'string') return { kind: 'big-number', text: bigNumber.replace(/[\r\n]/g, ' ') };
  const verbatim = table.get('verbatim_string');
  if (verbatim instanceof Map) {
    const text = verbatim.get('string');
    if (typeof text === 'string') return { kind: 'verbatim', text };
  }
  const items: Reply[] = [];
  for (let index = 1; table.get(index) !== undefined; index++) {
    items.push(fromLua(table.get(index), protocol, depth + 1));
  }
  return items;
}

function toInteger(value: number): number | bigint {
  const whole = Math.trunc(value);
  if (Number.isSafeInteger(whole)) return whole + 0;
  // As the conversion of C does it on x86.
  if (Number.isNaN(whole) || Math.abs(whole) >= 2 ** 63) return -(2n ** 63n);
  return BigInt(whole);
}

function doubleText(value: number): string {
  if (Number.isFinite(value)) return `${value}`;
  return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
}
