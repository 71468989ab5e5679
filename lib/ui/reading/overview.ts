import type { FunctionRow, Overview, ShownChange, Trouble } from '../shapes.js';
import type { Visitor } from '../http/gate.js';
import type { Observer } from './observer.js';

/** Rows are cut on the server, so that a thousand functions are as quick as fifty. */
const rowsPerPage = 50;

/** So many troubles are named; the rest is counted. */
const mostTroubles = 20;

export interface OverviewArguments {
  readonly visitor: Visitor;
  readonly environment: string | undefined;
  /** A part of an id, a key or a connection. */
  readonly filter: string;
  /** The column; the functions that need attention first unless told. */
  readonly sort: string;
  readonly page: number;
  /** Only those that have dead letters. */
  readonly onlyDead: boolean;
  readonly changes: readonly ShownChange[];
}

/** The document that the page asks for every two seconds. */
export async function readOverview(observer: Observer, args: OverviewArguments): Promise<Overview> {
  const { visitor, environment, filter, sort, onlyDead, changes } = args;
  const { rows, fleet, stale } = await observer.observe();
  const wanted = filter.toLowerCase();
  const matching = rows
    .filter((row) => matches(row, wanted) && (!onlyDead || (row.dead ?? 0) > 0))
    .sort(orders[sort] ?? byAttention);
  const pages = Math.max(1, Math.ceil(matching.length / rowsPerPage));
  const page = Math.min(Math.max(1, args.page), pages);
  const troubles = troublesOf(rows);
  return {
    ...(environment !== undefined && { environment }),
    ...(visitor.who !== undefined && { who: visitor.who }),
    can: visitor.can,
    sees: observer.sight(fleet),
    troubles: troubles.slice(0, mostTroubles),
    totals: {
      functions: rows.length,
      dead: sum(rows.map(({ dead = 0 }) => dead)),
      backlog: sum(rows.map(({ backlog = 0 }) => backlog)),
      inFlight: sum(rows.map(({ inFlight = 0 }) => inFlight)),
      paused: rows.filter(({ state }) => state === 'paused').length,
      troubled: troubles.length,
    },
    rows: matching.slice((page - 1) * rowsPerPage, page * rowsPerPage),
    matching: matching.length,
    page,
    pages,
    changes,
    ...(stale !== undefined && { stale }),
  };
}

function matches({ id, sources, connection = '' }: FunctionRow, wanted: string): boolean {
  return [id, connection, ...sources].some((text) => text.toLowerCase().includes(wanted));
}

/** Functions of one connection that cannot be read have one trouble, not three hundred. */
function troublesOf(rows: readonly FunctionRow[]): Trouble[] {
  const unreadable = new Map<string, Trouble>();
  const own: Trouble[] = [];
  for (const { id, state, lastError, unreadable: reason, connection, backlog = 0 } of rows) {
    if (reason !== undefined) {
      const what = `its numbers cannot be read: ${reason}`;
      unreadable.set(`${connection} ${reason}`, connection === undefined ? { what } : { connection, what });
    }
    if (state === 'recovering') {
      const what = lastError ? `cannot listen: ${lastError.message}` : 'cannot listen';
      own.push({ functionId: id, what, ...(lastError?.at !== undefined && { since: lastError.at }) });
    }
    if (state === 'unattended' && backlog > 0)
      own.push({ functionId: id, what: `no process listens, and ${backlog} wait` });
  }
  return [...unreadable.values(), ...own];
}

type Order = (one: FunctionRow, other: FunctionRow) => number;

const largestFirst =
  (value: (row: FunctionRow) => number | null | undefined): Order =>
  (one, other) =>
    (value(other) ?? -1) - (value(one) ?? -1) || byId(one, other);

function byId(one: FunctionRow, other: FunctionRow): number {
  return one.id < other.id ? -1 : Number(one.id > other.id);
}

/** Whoever opens the page at night sees first what is wrong. */
function byAttention(one: FunctionRow, other: FunctionRow): number {
  return attention(other) - attention(one) || byId(one, other);
}

function attention({ state, dead = 0, unreadable, backlog = 0 }: FunctionRow): number {
  if (state === 'recovering' || unreadable !== undefined) return 3;
  if (state === 'unattended' && backlog > 0) return 2;
  return dead > 0 ? 1 : 0;
}

const orders: Readonly<Record<string, Order>> = {
  function: byId,
  rate: largestFirst(({ perMinute }) => perMinute),
  p95: largestFirst((row) => (row.p95 === null ? Infinity : row.p95)),
  inFlight: largestFirst(({ inFlight }) => inFlight),
  backlog: largestFirst(({ backlog }) => backlog),
  oldest: largestFirst(({ oldestAt }) => (oldestAt === undefined ? undefined : -oldestAt + 1e15)),
  dead: largestFirst(({ dead }) => dead),
};

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
