import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ProcessPage, ScalePage, ShownConnection } from '../shapes.js';
import { ago, count } from './formats.js';
import { LiveScreen } from './live-screen.js';
import { TableFrame } from './parts.js';
import { linkTo } from './routes.js';

/** The processes of the fleet. */
export function ProcessesScreen(): JSX.Element {
  return (
    <LiveScreen<ProcessPage> title="Processes" path="processes">
      {({ processes, unknown }) => (
        <>
          {unknown !== undefined && <p class="note">{unknown}</p>}
          {processes.length > 0 && (
            <TableFrame label="Processes">
              <table>
                <thead>
                  <tr>
                    <th scope="col">Process</th>
                    <th scope="col" class="wide">
                      Version
                    </th>
                    <th scope="col">Up</th>
                    <th scope="col">Listens</th>
                    <th scope="col" class="number">
                      In flight
                    </th>
                    <th scope="col" class="number wide">
                      Succeeded
                    </th>
                    <th scope="col" class="number">
                      Failed
                    </th>
                    <th scope="col" class="wide">
                      Last error
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {processes.map((each) => (
                    <tr key={each.id} class={each.recovering > 0 ? 'troubled' : ''}>
                      <th scope="row">
                        {each.host} <span class="faint">{each.pid}</span>
                        {each.isThisOne && <span class="under">serves this page</span>}
                      </th>
                      <td class="wide">{each.version ?? <span class="none">–</span>}</td>
                      <td class="when">{ago(each.startedAt)}</td>
                      <td>
                        <span class={`state ${each.recovering > 0 ? 'recovering' : 'listening'}`}>
                          {each.listening} of {each.functions}
                          {each.recovering > 0 && `, ${each.recovering} recovering`}
                          {each.paused > 0 && `, ${each.paused} paused`}
                        </span>
                      </td>
                      <td class="number">{count(each.inFlight)}</td>
                      <td class="number wide">{count(each.succeeded)}</td>
                      <td class="number">{count(each.failed)}</td>
                      <td class="wide">
                        {each.lastError ? (
                          <>
                            {each.lastError.message}
                            <span class="under">
                              {each.lastError.functionId} · {ago(each.lastError.at)} ago
                            </span>
                          </>
                        ) : (
                          <span class="none">–</span>
                        )}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </TableFrame>
          )}
        </>
      )}
    </LiveScreen>
  );
}

/** Backlogs against workers, and what KEDA is told. */
export function ScaleScreen(): JSX.Element {
  const [isCopied, setIsCopied] = useState(false);
  return (
    <LiveScreen<ScalePage> title="Scale" path="scale">
      {({ rows, keda, kedaProblem }) => (
        <>
          <TableFrame label="Scale">
            <table>
              <thead>
                <tr>
                  <th scope="col">Function</th>
                  <th scope="col" class="number">
                    Remaining
                  </th>
                  <th scope="col" class="number wide">
                    A worker takes
                  </th>
                  <th scope="col" class="number">
                    Workers
                  </th>
                  <th scope="col" class="number">
                    Target
                  </th>
                  <th scope="col">So</th>
                </tr>
              </thead>
              <tbody>
                {rows.map(({ id, backlog, messagesPerWorker, workers, target, isPaused, unreadable }) => (
                  <tr key={id} class={unreadable === undefined ? '' : 'troubled'}>
                    <th scope="row">
                      <a href={linkTo('function', id)}>{id}</a>
                    </th>
                    <td class="number">{count(backlog)}</td>
                    <td class="number wide">{count(messagesPerWorker)}</td>
                    <td class="number">{count(workers)}</td>
                    <td class="number">{count(target)}</td>
                    <td>{isPaused ? 'paused' : verdict(workers, target)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </TableFrame>
          {rows.length === 0 && <p class="empty">No list or stream function is known here.</p>}
          <section>
            <div class="title">
              <h2>KEDA</h2>
              {keda !== undefined && (
                <button
                  type="button"
                  onClick={() => {
                    void navigator.clipboard?.writeText(keda).then(() => setIsCopied(true));
                  }}
                >
                  {isCopied ? 'Copied' : 'Copy'}
                </button>
              )}
            </div>
            {kedaProblem !== undefined && <p class="note">{kedaProblem}</p>}
            {keda !== undefined && <pre tabIndex={0}>{keda}</pre>}
          </section>
        </>
      )}
    </LiveScreen>
  );
}

function verdict(workers: number | undefined, target: number | undefined): string {
  if (workers === undefined || target === undefined) return '–';
  if (workers === target) return 'as it should be';
  return workers < target
    ? `${count(target - workers)} too few`
    : `${count(workers - target)} more than needed`;
}

/** Each connection, and whether its server answers. */
export function ConnectionsScreen(): JSX.Element {
  return (
    <LiveScreen<readonly ShownConnection[]> title="Connections" path="connections">
      {(connections) => (
        <TableFrame label="Connections">
          <table>
            <thead>
              <tr>
                <th scope="col">Connection</th>
                <th scope="col">Server</th>
                <th scope="col">State</th>
                <th scope="col" class="number">
                  Answers in
                </th>
                <th scope="col" class="wide">
                  Redis
                </th>
                <th scope="col" class="number wide">
                  Functions
                </th>
              </tr>
            </thead>
            <tbody>
              {connections.map(({ name, server, state, roundTripInMs, redis, functions, error, cluster }) => (
                <tr key={name} class={state === 'ready' ? '' : 'troubled'}>
                  <th scope="row">{name}</th>
                  <td>
                    <code>{server}</code>
                    {cluster && <span class="under">cluster</span>}
                  </td>
                  <td>
                    <span class={`state ${state === 'ready' ? 'listening' : 'recovering'}`}>
                      <span aria-hidden="true">{state === 'ready' ? '●' : '▲'}</span> {state}
                    </span>
                    {error !== undefined && <span class="under bad">{error}</span>}
                  </td>
                  <td class="number">{roundTripInMs === undefined ? '–' : `${roundTripInMs} ms`}</td>
                  <td class="wide">{redis ?? <span class="none">–</span>}</td>
                  <td class="number wide">{count(functions)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
    </LiveScreen>
  );
}
