import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { FunctionPage } from '../shapes.js';
import { ago, clockTime, count, duration } from './formats.js';
import { TableFrame } from './parts.js';

/** What waits on each key, where there are several. */
export function Keys({ page }: { readonly page: FunctionPage }): JSX.Element | null {
  if (page.keys.length < 2) return null;
  return (
    <section>
      <h2>Keys</h2>
      <TableFrame label="Keys">
        <table>
          <thead>
            <tr>
              <th scope="col">Key</th>
              <th scope="col" class="number">
                Remaining
              </th>
              <th scope="col" class="number">
                Pending
              </th>
              <th scope="col" class="number">
                Oldest
              </th>
              <th scope="col" class="number">
                Dead
              </th>
            </tr>
          </thead>
          <tbody>
            {page.keys.map(({ key, remaining, pending, oldestAt, dead }) => (
              <tr key={key}>
                <th scope="row">
                  <code>{key}</code>
                </th>
                <td class="number">{count(remaining)}</td>
                <td class="number">{count(pending)}</td>
                <td class="number">{ago(oldestAt)}</td>
                <td class="number">{count(dead)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
    </section>
  );
}

/** Who reads a stream, and what they hold. */
export function Consumers({ page }: { readonly page: FunctionPage }): JSX.Element | null {
  const { consumers, pending } = page;
  if (consumers.length + pending.length === 0) return null;
  return (
    <div class="beside">
      <section>
        <h2>Consumers</h2>
        <TableFrame label="Consumers">
          <table>
            <thead>
              <tr>
                <th scope="col">Consumer</th>
                <th scope="col" class="number">
                  Pending
                </th>
                <th scope="col" class="number">
                  Idle
                </th>
              </tr>
            </thead>
            <tbody>
              {consumers.map(({ key, name, pending: held, idleInMs }) => (
                <tr key={`${key} ${name}`}>
                  <th scope="row">
                    <code>{name}</code>
                  </th>
                  <td class="number">{count(held)}</td>
                  <td class="number">{duration(idleInMs)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      </section>
      {pending.length > 0 && (
        <section>
          <h2>
            Pending entries <span class="faint">the oldest {pending.length}</span>
          </h2>
          <TableFrame label="Pending entries">
            <table>
              <thead>
                <tr>
                  <th scope="col">Entry</th>
                  <th scope="col">Consumer</th>
                  <th scope="col" class="number">
                    For
                  </th>
                  <th scope="col" class="number">
                    Deliveries
                  </th>
                </tr>
              </thead>
              <tbody>
                {pending.map(({ key, id, consumer, idleInMs, deliveries }) => (
                  <tr key={`${key} ${id}`}>
                    <th scope="row">
                      <code>{id}</code>
                    </th>
                    <td>
                      <code>{consumer}</code>
                    </td>
                    <td class="number">{duration(idleInMs)}</td>
                    <td class="number">{count(deliveries)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </TableFrame>
        </section>
      )}
    </div>
  );
}

/** What has ended lately in the process that serves the page. */
export function Recent({ page }: { readonly page: FunctionPage }): JSX.Element | null {
  const [isOnlyFailed, setIsOnlyFailed] = useState(false);
  if (page.recent.length === 0) return null;
  const shown = page.recent.filter(({ outcome }) => !isOnlyFailed || outcome === 'failed');
  return (
    <section>
      <div class="title">
        <h2>
          Recent invocations <span class="faint">in this process</span>
        </h2>
        <label class="check">
          <input type="checkbox" checked={isOnlyFailed} onChange={() => setIsOnlyFailed(!isOnlyFailed)} />{' '}
          only failed
        </label>
      </div>
      <TableFrame label="Recent invocations">
        <table>
          <thead>
            <tr>
              <th scope="col">At</th>
              <th scope="col">Outcome</th>
              <th scope="col" class="number">
                Took
              </th>
              <th scope="col" class="number wide">
                Attempt
              </th>
              <th scope="col" class="number wide">
                Deliveries
              </th>
              <th scope="col">Message</th>
            </tr>
          </thead>
          <tbody>
            {shown
              .slice(0, 30)
              .map(({ at, outcome, ms, attempt, deliveries, source, entryId, error }, index) => (
                <tr key={index}>
                  <td>{clockTime(at)}</td>
                  <td>
                    <span class={`outcome ${outcome}`}>{outcome}</span>
                  </td>
                  <td class="number">{duration(ms)}</td>
                  <td class="number wide">{count(attempt)}</td>
                  <td class="number wide">{count(deliveries)}</td>
                  <td>
                    <code>{entryId ?? source}</code>
                    {error !== undefined && <span class="under bad">{error}</span>}
                  </td>
                </tr>
              ))}
          </tbody>
        </table>
      </TableFrame>
    </section>
  );
}
