import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { GroupPage, ShownGroup } from '../letter-shapes.js';
import { exportLink } from './asking.js';
import { ago, count, counted } from './formats.js';
import { TableFrame } from './parts.js';
import { useSurroundings } from './surroundings.js';

/** What is searched for, and each word of it to be taken back. */
export function Search({
  where,
  onSearch,
}: {
  readonly where: readonly string[];
  readonly onSearch: (where: readonly string[]) => void;
}): JSX.Element {
  const [text, setText] = useState('');
  return (
    <form
      class="filters"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') onSearch([...where, text.trim()]);
        setText('');
      }}
    >
      <label class="search">
        <span class="unseen">Search dead letters</span>
        <input
          type="search"
          placeholder="Words, or field=value: error=TimeoutError, payload.user.id=7"
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
      </label>
      <button type="submit">Search</button>
      {where.map((each) => (
        <button
          key={each}
          type="button"
          class="chip"
          aria-label={`Search without ${each}`}
          onClick={() => onSearch(where.filter((other) => other !== each))}
        >
          {each} <span aria-hidden="true">✕</span>
        </button>
      ))}
    </form>
  );
}

/** Dead letters by their errors, the most first. */
export function Groups({
  id,
  where,
  page: { groups, canExport },
  onShow,
  onChange,
}: {
  readonly id: string;
  readonly where: readonly string[];
  readonly page: GroupPage;
  readonly onShow: (group: ShownGroup) => void;
  readonly onChange: (how: 'replay' | 'remove', group: ShownGroup) => void;
}): JSX.Element {
  const can = useSurroundings().overview?.can;
  if (groups.length === 0) return <p class="empty">No dead letter here.</p>;
  return (
    <TableFrame label="Dead letters by error">
      <table class="groups">
        <thead>
          <tr>
            <th scope="col" class="number">
              Count
            </th>
            <th scope="col">Error</th>
            <th scope="col" class="wide">
              First
            </th>
            <th scope="col" class="wide">
              Last
            </th>
            <th scope="col">
              <span class="unseen">What to do</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <tr key={group.group}>
              <td class="number large">{count(group.count)}</td>
              <th scope="row">
                <span class="name">{group.error}</span> {group.message}
                <span class="under">
                  {group.reason} · <code>{group.group}</code>
                </span>
              </th>
              <td class="wide when">{ago(group.firstAt)} ago</td>
              <td class="wide when">{ago(group.lastAt)} ago</td>
              <td class="doing">
                {can?.replay && (
                  <button
                    type="button"
                    class="primary"
                    aria-label={`Replay ${counted(group.count, 'dead letter')} of ${group.error}`}
                    onClick={() => onChange('replay', group)}
                  >
                    Replay…
                  </button>
                )}
                <button
                  type="button"
                  aria-label={`Show dead letters of ${group.error}`}
                  onClick={() => onShow(group)}
                >
                  Show
                </button>
                {canExport && (
                  <a
                    class="button"
                    href={exportLink(id, [...where, `group=${group.group}`])}
                    download
                    aria-label={`Export ${counted(group.count, 'dead letter')} of ${group.error}`}
                  >
                    Export
                  </a>
                )}
                {can?.remove && (
                  <button
                    type="button"
                    aria-label={`Remove ${counted(group.count, 'dead letter')} of ${group.error}`}
                    onClick={() => onChange('remove', group)}
                  >
                    Remove…
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}
