import type { JSX } from 'preact';
import type { FunctionRow, Overview } from '../shapes.js';
import { Sparkline } from './charts.js';
import { ago, count, counted, slowest } from './formats.js';
import { DeadBadge, Heading, Loading, Pages, State, TableFrame } from './parts.js';
import { linkTo } from './routes.js';
import { useSurroundings } from './surroundings.js';

/** What the list of functions is asked for. */
export interface ListQuery {
  readonly filter: string;
  readonly sort: string;
  readonly page: number;
}

const columns: readonly {
  readonly name: string;
  readonly sort?: string;
  readonly number?: true;
  readonly wide?: true;
}[] = [
  { name: 'Function', sort: 'function' },
  { name: 'State' },
  { name: '60 min', wide: true },
  { name: 'Rate', sort: 'rate', number: true },
  { name: 'p95', sort: 'p95', number: true, wide: true },
  { name: 'In flight', sort: 'inFlight', number: true, wide: true },
  { name: 'Backlog', sort: 'backlog', number: true },
  { name: 'Oldest', sort: 'oldest', number: true, wide: true },
  { name: 'Dead', sort: 'dead', number: true },
];

/** Every function, those that need attention first. */
export function FunctionsScreen({
  query,
  onQuery,
}: {
  readonly query: ListQuery;
  readonly onQuery: (query: ListQuery) => void;
}): JSX.Element {
  const { overview } = useSurroundings();
  return (
    <>
      <div class="title">
        <Heading>Functions</Heading>
        <label class="search">
          <span class="unseen">Search functions</span>
          <input
            type="search"
            placeholder="Search functions, keys, connections"
            value={query.filter}
            onInput={({ currentTarget }) => onQuery({ ...query, filter: currentTarget.value, page: 1 })}
          />
        </label>
      </div>
      {overview ? <Totals overview={overview} /> : <Loading />}
      {overview && <Troubles overview={overview} />}
      {overview && <FunctionTable overview={overview} query={query} onQuery={onQuery} />}
      {overview &&
        overview.sees.unknown.map((text) => (
          <p class="note" key={text}>
            {text}
          </p>
        ))}
    </>
  );
}

function Totals({ overview }: { readonly overview: Overview }): JSX.Element {
  const { totals } = overview;
  return (
    <dl class="totals">
      <div>
        <dt>Functions</dt>
        <dd>{count(totals.functions)}</dd>
      </div>
      <div>
        <dt>In flight</dt>
        <dd>{count(totals.inFlight)}</dd>
      </div>
      <div>
        <dt>Backlog</dt>
        <dd>{count(totals.backlog)}</dd>
      </div>
      <div class={totals.dead > 0 ? 'bad' : ''}>
        <dt>Dead letters</dt>
        <dd>{totals.dead > 0 ? <a href={linkTo('dead')}>{count(totals.dead)}</a> : '0'}</dd>
      </div>
      <div class={totals.troubled > 0 ? 'bad' : ''}>
        <dt>In trouble</dt>
        <dd>{count(totals.troubled)}</dd>
      </div>
      <div>
        <dt>Paused</dt>
        <dd>{count(totals.paused)}</dd>
      </div>
    </dl>
  );
}

function Troubles({ overview }: { readonly overview: Overview }): JSX.Element | null {
  const { troubles, totals } = overview;
  if (troubles.length === 0) return null;
  const rest = totals.troubled - troubles.length;
  return (
    <ul class="troubles" aria-label="What needs attention">
      {troubles.map(({ functionId, connection, what, since }) => (
        <li key={`${functionId} ${connection} ${what}`}>
          <span aria-hidden="true">▲ </span>
          {functionId !== undefined && <a href={linkTo('function', functionId)}>{functionId}</a>}
          {connection !== undefined && <a href={linkTo('connections')}>{connection}</a>} {what}
          {since !== undefined && <span class="faint"> · {ago(since)} ago</span>}
        </li>
      ))}
      {rest > 0 && <li>and {counted(rest, 'more')}</li>}
    </ul>
  );
}

function FunctionTable({
  overview,
  query,
  onQuery,
}: {
  readonly overview: Overview;
  readonly query: ListQuery;
  readonly onQuery: (query: ListQuery) => void;
}): JSX.Element {
  const { rows } = overview;
  return (
    <>
      <TableFrame label="Functions">
        <table class="functions">
          <thead>
            <tr>
              {columns.map(({ name, sort, number, wide }) => (
                <th
                  key={name}
                  scope="col"
                  class={`${number ? 'number' : ''} ${wide ? 'wide' : ''}`}
                  aria-sort={
                    sort !== undefined && query.sort === sort
                      ? sort === 'function'
                        ? 'ascending'
                        : 'descending'
                      : undefined
                  }
                >
                  {sort === undefined ? (
                    name
                  ) : (
                    <button
                      type="button"
                      class="sort"
                      onClick={() => onQuery({ ...query, sort: query.sort === sort ? '' : sort, page: 1 })}
                    >
                      {name}
                      <span aria-hidden="true">
                        {query.sort === sort ? (sort === 'function' ? ' ▲' : ' ▼') : ''}
                      </span>
                    </button>
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.id} row={row} />
            ))}
          </tbody>
        </table>
      </TableFrame>
      {rows.length === 0 && (
        <p class="empty">{query.filter === '' ? 'There is no function yet.' : 'No function matches.'}</p>
      )}
      <Pages overview={overview} of="functions" onPage={(next) => onQuery({ ...query, page: next })} />
    </>
  );
}

function Row({ row }: { readonly row: FunctionRow }): JSX.Element {
  const {
    id,
    kind,
    sources,
    inFlight,
    concurrency,
    backlog,
    oldestAt,
    perMinute,
    failedPerMinute = 0,
    p95,
  } = row;
  const isFull =
    inFlight !== undefined && concurrency !== undefined && inFlight >= concurrency * (row.processes ?? 1);
  return (
    <tr class={row.state === 'recovering' || row.unreadable !== undefined ? 'troubled' : ''}>
      <th scope="row">
        <a href={linkTo('function', id)}>{id}</a>
        <span class="under">
          {kind} {sources.slice(0, 2).join(', ')}
          {sources.length > 2 && ` +${sources.length - 2}`}
        </span>
      </th>
      <td>
        <State row={row} />
      </td>
      <td class="wide">
        {row.handled ? <Sparkline handled={row.handled} failed={row.failed} /> : <span class="none">–</span>}
      </td>
      <td class="number">
        {perMinute === undefined ? <span class="none">–</span> : `${count(perMinute)}/m`}
        {failedPerMinute > 0 && <span class="under bad">{count(failedPerMinute)}/m fail</span>}
      </td>
      <td class="number wide">{slowest(p95)}</td>
      <td class={`number wide ${isFull ? 'full' : ''}`}>
        {inFlight === undefined ? <span class="none">–</span> : count(inFlight)}
        {inFlight !== undefined && concurrency !== undefined && (
          <span class="faint">/{count(concurrency * Math.max(1, row.processes ?? 1))}</span>
        )}
      </td>
      <td class="number">{backlog === undefined ? <span class="none">–</span> : count(backlog)}</td>
      <td class="number wide">{ago(oldestAt)}</td>
      <td class="number">
        <DeadBadge row={row} />
      </td>
    </tr>
  );
}
