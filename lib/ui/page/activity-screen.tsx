import type { JSX } from 'preact';
import type { ShownActivity } from '../shapes.js';
import { clockTime } from './formats.js';
import { LiveScreen } from './live-screen.js';
import { TableFrame } from './parts.js';
import { linkTo } from './routes.js';

/** What was changed with the page, and by whom. */
export function ActivityScreen(): JSX.Element {
  return (
    <LiveScreen<readonly ShownActivity[]> title="Activity" path="activity">
      {(activity) =>
        activity.length === 0 ? (
          <p class="empty">Nothing was changed here since the process started.</p>
        ) : (
          <TableFrame label="Activity">
            <table>
              <thead>
                <tr>
                  <th scope="col">At</th>
                  <th scope="col">Who</th>
                  <th scope="col">Function</th>
                  <th scope="col">What</th>
                  <th scope="col">Outcome</th>
                </tr>
              </thead>
              <tbody>
                {activity.map(({ at, who, functionId, what, outcome }, index) => (
                  <tr key={index}>
                    <td>{clockTime(at)}</td>
                    <td>{who ?? <span class="none">–</span>}</td>
                    <td>
                      {functionId === '' ? (
                        <span class="none">–</span>
                      ) : (
                        <a href={linkTo('function', functionId)}>{functionId}</a>
                      )}
                    </td>
                    <td>{what}</td>
                    <td>
                      <span class={`outcome ${outcome === 'done' ? 'succeeded' : 'failed'}`}>{outcome}</span>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </TableFrame>
        )
      }
    </LiveScreen>
  );
}
