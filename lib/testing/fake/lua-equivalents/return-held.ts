import type { ScriptTools, ScriptEquivalent } from '../scripts/scripts.js';
import { fieldsOf, historyOf, sha1, textOf, words } from './held-fields.js';
import { readOrder, writeOrder } from './held-order.js';

type Call = ScriptTools['call'];

/** A consumer whose elements go back. */
interface Gone {
  readonly side: string | undefined;
  readonly aloneFrom: number;
  readonly functionId?: string | undefined;
  readonly alone?: string | undefined;
  /** Its last pop and its lease: the order of what it holds is known as long as these are the same. */
  readonly state?: string;
  /** That order, if an earlier call has written it down. */
  readonly order?: readonly string[] | undefined;
  keeps?: boolean;
}

/** An element that goes back. */
interface Leaving {
  readonly id: string;
  readonly name: string;
  readonly from: Gone;
}

interface Found extends Leaving {
  readonly pop: number;
  readonly index: number;
}

/** What `lib/redis/commands/lua/return-held.ts` does. */
export const returnHeldEquivalent: ScriptEquivalent = ({ keys, args, now: exactly, call }) => {
  const [list = '', held = ''] = keys;
  const [how, own = '', remembered, mostElements, mostBytes, side, aloneFrom, ...staying] = args.map(String);
  const now = Math.floor(exactly);
  const roster = words(textOf(call, held, 'consumers'));
  let until = textOf(call, held, 'until');
  call('LLEN', list);
  const stray: Gone = { side, aloneFrom: Number(aloneFrom) };
  const gone = new Map<string, Gone>();
  for (const name of roster) {
    const lease = textOf(call, held, `lease:${name}`);
    const [, till, itsSide, itsAloneFrom, functionId] = /^(\d+) (\w+) (\d+) ?(.*)$/.exec(lease ?? '') ?? [];
    const isOver = name !== own && (till === undefined || Number(till) <= now);
    if (how === 'own' ? name !== own : !isOver) continue;
    const alone = textOf(call, held, `alone:${name}`);
    const state = `${textOf(call, held, `last:${name}`) ?? ''} ${lease ?? ''}`;
    gone.set(name, {
      side: itsSide ?? side,
      aloneFrom: Number(itsAloneFrom ?? aloneFrom),
      alone,
      functionId,
      state,
      order: readOrder(call, held, name, state),
    });
  }
  const forgets = until !== undefined && Number(until) <= now;
  if (gone.size === 0 && how !== 'stray' && !forgets) return [0, 0, []];

  const remember = (): void => {
    until = `${now + Number(remembered)}`;
    call('HSET', held, 'until', until);
  };
  const limits = { elements: Number(mostElements), bytes: Number(mostBytes) };
  const giveBackSome = (leaving: readonly Leaving[]): number => {
    const { returned, added } = giveBack(call, { list, held, leaving, isOwn: how === 'own', limits });
    if (added > 0) call('HINCRBY', held, 'backs', added);
    if (added > 0 && until === undefined) remember();
    return returned;
  };
  const fields = fieldsOf(call, held);
  const forgetOrders = (): void => {
    for (const field of fields) if (field.startsWith('order:')) call('HDEL', held, field);
  };
  const stayingIds = new Set(staying);
  const present = new Set(fields);
  if (!forgets && [...gone.values()].some(({ order }) => order)) {
    call('HDEL', held, '');
    if (how !== 'own') remember();
    const names = [...gone.keys()].sort().reverse();
    const leaving = names.flatMap((name) => {
      const from = gone.get(name);
      const ids = from?.order?.filter((id) => !stayingIds.has(id) && present.has(id)) ?? [];
      return from ? ids.map((id) => ({ id, name, from })) : [];
    });
    const returned = giveBackSome(leaving);
    forgetOrders();
    writeOrders(call, held, leaving.slice(returned));
    return [returned, 1, holdersOf(leaving.slice(0, returned))];
  }
  const fromOf = (name: string): Gone | undefined =>
    gone.get(name) ?? (how === 'stray' && !roster.includes(name) ? stray : undefined);
  const itself = gone.get(own);
  if (itself && staying.length > 0) itself.keeps = true;
  const { found, stays } = split(fields, fromOf, stayingIds);
  call('HDEL', held, '');
  forgetOrders();
  if (forgets) {
    for (const field of fields) if (field.startsWith('back:')) call('HDEL', held, field);
    call('HDEL', held, 'until', 'backs');
    until = undefined;
  }
  if (how !== 'own' && (gone.size > 0 || found.length > 0)) remember();

  const returned = giveBackSome(found);
  const rest = found.slice(returned);
  for (const { from } of rest) from.keeps = true;
  writeOrders(call, held, rest);
  const left = roster.filter((name) => {
    const isForgotten = gone.has(name) && !gone.get(name)?.keeps;
    if (isForgotten) call('HDEL', held, `lease:${name}`, `last:${name}`, `alone:${name}`);
    return !isForgotten;
  });
  if (left.length > 0) {
    call('HSET', held, 'consumers', left.join(' '));
  } else {
    call('HDEL', held, 'consumers');
    const isEmpty = stays === 0 && returned === found.length;
    if (isEmpty && until !== undefined) call('PEXPIRE', held, Math.max(1, Number(until) - now));
    else if (isEmpty) call('HDEL', held, 'born');
  }
  return [returned, Number(returned < found.length), holdersOf(found.slice(0, returned))];
};

/** Writes down, for each consumer that is known, in which order the rest goes back. */
function writeOrders(call: Call, held: Buffer | string, rest: readonly Leaving[]): void {
  for (const [name, state] of new Map(rest.map(({ name, from }) => [name, from.state]))) {
    const ids = rest.filter((each) => each.name === name).map(({ id }) => id);
    if (state !== undefined) writeOrder(call, held, name, state, ids);
  }
}

/** For each consumer its name, its function, and how many of these it held. */
function holdersOf(returned: readonly Leaving[]): (string | number)[] {
  const holders = new Map<string, { readonly functionId: string; count: number }>();
  for (const { name, from } of returned) {
    const holder = holders.get(name) ?? { functionId: from.functionId ?? '', count: 0 };
    holder.count += 1;
    holders.set(name, holder);
  }
  return [...holders].flatMap(([name, { functionId, count }]) => [name, functionId, count]);
}

/** The elements that go back, the last popped first, and how many stay. */
function split(
  fields: readonly string[],
  fromOf: (name: string) => Gone | undefined,
  staying: ReadonlySet<string>,
): { found: Found[]; stays: number } {
  const found: Found[] = [];
  let stays = 0;
  for (const id of fields) {
    const [, name, pop, index] = /^(\w+)\.(\w+)\.(\d+)/.exec(id) ?? [];
    if (name === undefined) continue;
    const from = fromOf(name);
    if (from && !staying.has(id)) {
      found.push({ id, name, pop: parseInt(pop ?? '', 36), index: Number(index), from });
      continue;
    }
    stays += 1;
    if (from) from.keeps = true;
  }
  const byName = (one: Found, other: Found): number => Number(one.name < other.name) * 2 - 1;
  found.sort((one, other) =>
    one.name === other.name ? other.pop - one.pop || other.index - one.index : byName(one, other),
  );
  return { found, stays };
}

interface GiveBackParts {
  readonly list: Buffer | string;
  readonly held: Buffer | string;
  readonly leaving: readonly Leaving[];
  readonly isOwn: boolean;
  readonly limits: { readonly elements: number; readonly bytes: number };
}

function giveBack(
  call: Call,
  { list, held, leaving, isOwn, limits }: GiveBackParts,
): { returned: number; added: number } {
  const entries = new Map<string, string[]>();
  let returned = 0;
  let bytes = 0;
  for (const { id, from } of leaving) {
    if (returned >= limits.elements || bytes >= limits.bytes) break;
    const body = call('HGET', held, id) as Buffer;
    call(from.side === 'left' ? 'LPUSH' : 'RPUSH', list, body);
    call('HDEL', held, id);
    returned += 1;
    bytes += body.length;
    const history = historyOf(id);
    const deaths = (history?.deaths ?? 0) + Number(!isOwn && isBlamed(id, history?.deaths ?? 0, from));
    if (isOwn && !history) continue;
    const field = `back:${sha1(body)}`;
    entries.set(field, [...(entries.get(field) ?? []), `${history?.root ?? id}/${deaths}`]);
  }
  let added = 0;
  for (const [field, all] of entries) {
    const before = textOf(call, held, field);
    if (before === undefined) added += 1;
    call('HSET', held, field, [...words(before), ...all].join(' '));
  }
  return { returned, added };
}

function isBlamed(id: string, deaths: number, { alone, aloneFrom }: Gone): boolean {
  return alone === undefined ? deaths < aloneFrom : id === alone;
}
