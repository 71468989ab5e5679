import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { LetterPage, LetterRow } from '../letter-shapes.js';
import { read } from './asking.js';
import { ChangeDialog, type Wanted } from './change-dialog.js';
import { ago, bytes, count, counted } from './formats.js';
import { LetterDialog } from './letter-dialog.js';
import { messageOf } from './live.js';
import { Loading, Problem, TableFrame } from './parts.js';
import { useSurroundings } from './surroundings.js';

/** Dead letters one by one, the newest first, part by part. */
export function LetterList({
  id,
  where,
}: {
  readonly id: string;
  readonly where: readonly string[];
}): JSX.Element {
  const { overview } = useSurroundings();
  const [pages, setPages] = useState<readonly LetterPage[]>();
  const [problem, setProblem] = useState<string>();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [opened, setOpened] = useState<LetterRow>();
  const [asked, setAsked] = useState<Wanted>();
  const key = JSON.stringify([id, where]);
  const load = (before: readonly LetterPage[], cursor?: string): void => {
    setProblem(undefined);
    read<LetterPage>('letters', { function: id, where, ...(cursor !== undefined && { cursor }) }).then(
      (page) => setPages([...before, page]),
      (error: unknown) => setProblem(messageOf(error)),
    );
  };
  const anew = (): void => {
    setChosen(new Set());
    load([]);
  };
  useEffect(anew, [key]);
  const can = overview?.can;
  const canChoose = can?.replay || can?.remove;
  const rows = pages?.flatMap(({ letters }) => letters) ?? [];
  const last = pages?.at(-1);
  const lookedAt = pages?.reduce((sum, page) => sum + page.lookedAt, 0);
  const toggle = (letter: string): void => {
    const next = new Set(chosen);
    if (!next.delete(letter)) next.add(letter);
    setChosen(next);
  };
  const ids = [...chosen];
  return (
    <>
      {problem !== undefined && <Problem text={problem} />}
      {!pages && problem === undefined && <Loading />}
      {pages && rows.length === 0 && (
        <p class="empty">
          {last?.next === undefined
            ? 'No dead letter here.'
            : `None of the latest ${count(lookedAt)} matches. Older ones may.`}
        </p>
      )}
      {rows.length > 0 && (
        <TableFrame label="Dead letters">
          <table class="letters">
            <thead>
              <tr>
                {canChoose && (
                  <th scope="col">
                    <span class="unseen">Choose</span>
                  </th>
                )}
                <th scope="col">Id</th>
                <th scope="col">Failed</th>
                <th scope="col">Error</th>
                <th scope="col" class="wide">
                  Message
                </th>
                <th scope="col" class="number wide">
                  Size
                </th>
                <th scope="col" class="number wide">
                  Attempts
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={`${row.key} ${row.id}`}>
                  {canChoose && (
                    <td>
                      <input
                        type="checkbox"
                        aria-label={`Choose ${row.id}`}
                        checked={chosen.has(row.id)}
                        onChange={() => toggle(row.id)}
                      />
                    </td>
                  )}
                  <th scope="row">
                    <button type="button" class="link" onClick={() => setOpened(row)}>
                      {row.id}
                    </button>
                  </th>
                  <td class="when">{ago(row.failedAt)} ago</td>
                  <td>
                    {row.error}
                    <span class="under">{row.reason}</span>
                  </td>
                  <td class="wide preview">
                    {row.preview === undefined ? (
                      <span class="none">hidden</span>
                    ) : (
                      <code>{row.preview}</code>
                    )}
                  </td>
                  <td class="number wide">{bytes(row.bytes)}</td>
                  <td class="number wide">{count(row.attempts)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
      {pages && (
        <div class="pages">
          <button type="button" onClick={anew}>
            Look again
          </button>
          {last?.next !== undefined && (
            <button type="button" onClick={() => load(pages, last.next)}>
              Older
            </button>
          )}
        </div>
      )}
      {ids.length > 0 && (
        <div class="chosen" role="group" aria-label="What was chosen">
          <span>{counted(ids.length, 'dead letter')} chosen</span>
          {can?.remove && (
            <button
              type="button"
              onClick={() => setAsked({ how: 'remove', ids, about: ids.length, isPart: false })}
            >
              Remove…
            </button>
          )}
          {can?.replay && (
            <button
              type="button"
              class="primary"
              onClick={() => setAsked({ how: 'replay', ids, about: ids.length, isPart: false })}
            >
              Replay…
            </button>
          )}
        </div>
      )}
      {opened && (
        <LetterDialog
          id={id}
          row={opened}
          onClose={() => setOpened(undefined)}
          onChanged={() => {
            setOpened(undefined);
            anew();
          }}
        />
      )}
      {asked && (
        <ChangeDialog
          id={id}
          wanted={asked}
          onClose={() => setAsked(undefined)}
          onBegun={() => {
            setAsked(undefined);
            setTimeout(anew, 500);
          }}
        />
      )}
    </>
  );
}
