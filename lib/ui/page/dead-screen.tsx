import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { GroupPage } from '../letter-shapes.js';
import type { Overview } from '../shapes.js';
import { ChangeDialog, type Wanted } from './change-dialog.js';
import { exportLink } from './asking.js';
import { ago, count, counted } from './formats.js';
import { Groups, Search } from './letter-groups.js';
import { LetterList } from './letter-list.js';
import { useLive } from './live.js';
import { DeadBadge, Heading, Loading, Pages, Problem, TableFrame } from './parts.js';
import { linkTo } from './routes.js';
import { useSurroundings } from './surroundings.js';

/** The functions that have dead letters, the most first. */
export function DeadFunctionsScreen({
  overview,
  onPage,
}: {
  readonly overview: Overview | undefined;
  readonly onPage: (page: number) => void;
}): JSX.Element {
  const rows = overview?.rows.filter(({ dead = 0 }) => dead > 0) ?? [];
  return (
    <>
      <div class="title">
        <Heading>Dead letters</Heading>
      </div>
      {!overview && <Loading />}
      {overview && rows.length === 0 && overview.page === 1 && (
        <p class="empty">There are no dead letters. Good.</p>
      )}
      {rows.length > 0 && (
        <TableFrame label="Functions with dead letters">
          <table>
            <thead>
              <tr>
                <th scope="col">Function</th>
                <th scope="col">Last error</th>
                <th scope="col" class="number">
                  Dead letters
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  <th scope="row">
                    <a href={linkTo('dead', row.id)}>{row.id}</a>
                    <span class="under">{row.sources.join(', ')}</span>
                  </th>
                  <td>
                    {row.lastError ? (
                      <>
                        {row.lastError.name}: {row.lastError.message}
                        <span class="faint"> · {ago(row.lastError.at)} ago</span>
                      </>
                    ) : (
                      <span class="none">–</span>
                    )}
                  </td>
                  <td class="number">
                    <DeadBadge row={row} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
      {overview && <Pages overview={overview} of="functions with dead letters" onPage={onPage} />}
    </>
  );
}

/** The dead letters of one function: by their errors, or one by one. */
export function DeadScreen({
  id,
  query,
}: {
  readonly id: string;
  readonly query: URLSearchParams;
}): JSX.Element {
  const where = query.getAll('where');
  const isList = query.get('as') === 'list';
  const [asked, setAsked] = useState<Wanted>();
  const { overview, isPaused } = useSurroundings();
  const groups = useLive<GroupPage>('groups', { function: id, where }, { everyInMs: 5_000, isPaused });
  const go = (as: 'list' | 'groups', filters: readonly string[]): void => {
    const search = new URLSearchParams([['as', as], ...filters.map((each) => ['where', each])]);
    location.hash = `${linkTo('dead', id)}?${search.toString()}`;
  };
  const { value } = groups;
  const matched = value?.matched ?? 0;
  const isPart = value !== undefined && value.lookedAt < value.total;
  const can = overview?.can;
  return (
    <>
      <p class="trail">
        <a href={linkTo('dead')}>Dead letters</a> <span aria-hidden="true">›</span>
      </p>
      <div class="title">
        <Heading>{id}</Heading>
        <div class="actions">
          <a class="button" href={linkTo('function', id)}>
            The function
          </a>
          {value && value.canExport && matched > 0 && (
            <a class="button" href={exportLink(id, where)} download>
              Export {where.length > 0 ? 'these' : 'all'}
            </a>
          )}
          {can?.remove && matched > 0 && (
            <button type="button" onClick={() => setAsked({ how: 'remove', where, about: matched, isPart })}>
              Remove {where.length > 0 ? 'these' : 'all'}…
            </button>
          )}
          {can?.replay && matched > 0 && (
            <button
              type="button"
              class="primary"
              onClick={() =>
                setAsked({
                  how: 'replay',
                  where,
                  about: where.length > 0 ? matched : (value?.total ?? 0),
                  isPart: isPart && where.length > 0,
                })
              }
            >
              Replay {where.length > 0 ? 'these' : 'all'} {count(where.length > 0 ? matched : value?.total)}…
            </button>
          )}
        </div>
      </div>
      <Search where={where} onSearch={(filters) => go(isList ? 'list' : 'groups', filters)} />
      <div class="title">
        <div class="switch" role="group" aria-label="Shown as">
          <button type="button" aria-pressed={!isList} onClick={() => go('groups', where)}>
            By error
          </button>
          <button type="button" aria-pressed={isList} onClick={() => go('list', where)}>
            One by one
          </button>
        </div>
        {value && (
          <p class="faint">
            {isPart
              ? `latest ${count(value.lookedAt)} of ${count(value.total)}`
              : counted(value.total, 'dead letter')}
            {where.length > 0 && `, ${count(value.matched)} match`}
          </p>
        )}
      </div>
      {groups.error !== undefined && <Problem text={groups.error} />}
      {isList ? (
        <LetterList id={id} where={where} />
      ) : value ? (
        <Groups
          id={id}
          where={where}
          page={value}
          onShow={({ group }) =>
            go('list', [...where.filter((each) => !each.startsWith('group=')), `group=${group}`])
          }
          onChange={(how, { group, count: about }) =>
            setAsked({ how, where: [...where, `group=${group}`], about, isPart })
          }
        />
      ) : (
        groups.error === undefined && <Loading />
      )}
      {asked && (
        <ChangeDialog
          id={id}
          wanted={asked}
          onClose={() => setAsked(undefined)}
          onBegun={() => {
            setAsked(undefined);
            groups.refresh();
          }}
        />
      )}
    </>
  );
}
