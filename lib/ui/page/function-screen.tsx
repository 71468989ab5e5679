import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { FunctionPage } from '../shapes.js';
import { change } from './asking.js';
import { MinuteChart } from './charts.js';
import { ago, clockTime, count, counted, slowest } from './formats.js';
import { Consumers, Keys, Recent } from './function-tables.js';
import { messageOf, useLive } from './live.js';
import { DeadBadge, Heading, Loading, Problem, State } from './parts.js';
import { linkTo } from './routes.js';
import { PauseDialog, SendDialog } from './steering-dialogs.js';
import { useSurroundings } from './surroundings.js';

/** One function: what it does, what waits for it, who has it, and its last error. */
export function FunctionScreen({ id }: { readonly id: string }): JSX.Element {
  const { isPaused } = useSurroundings();
  const [minutes, setMinutes] = useState<'60' | '480'>('60');
  const { value, error, refresh } = useLive<FunctionPage>(
    'function',
    { function: id, minutes },
    { everyInMs: 2_000, isPaused },
  );
  return (
    <>
      <p class="trail">
        <a href={linkTo('functions')}>Functions</a> <span aria-hidden="true">›</span>
      </p>
      <div class="title">
        <Heading>{id}</Heading>
        {value && <Actions page={value} onDone={refresh} />}
      </div>
      {error !== undefined && <Problem text={error} />}
      {value ? (
        <Everything page={value} minutes={minutes} onMinutes={setMinutes} />
      ) : (
        error === undefined && <Loading />
      )}
    </>
  );
}

function Actions({
  page,
  onDone,
}: {
  readonly page: FunctionPage;
  readonly onDone: () => void;
}): JSX.Element | null {
  const { overview, say, refresh } = useSurroundings();
  const [asks, setAsks] = useState<'pause' | 'send'>();
  if (!overview) return null;
  const { row } = page;
  const { can, sees } = overview;
  const done = (text: string): void => {
    setAsks(undefined);
    say(text);
    refresh();
    onDone();
  };
  const resume = (): void => {
    change('resume', { functionId: row.id }).then(
      () => done(`${row.id} is resumed.`),
      (error: unknown) => say(messageOf(error), true),
    );
  };
  const canSteer = can.pause && (sees.process || sees.fleet !== undefined);
  return (
    <div class="actions">
      {(row.dead ?? 0) > 0 && (
        <a class="button danger" href={linkTo('dead', row.id)}>
          {counted(row.dead ?? 0, 'dead letter')}
        </a>
      )}
      {can.send && sees.handlers && (
        <button type="button" onClick={() => setAsks('send')}>
          Send a message…
        </button>
      )}
      {canSteer &&
        (row.state === 'paused' ? (
          <button type="button" class="primary" onClick={resume}>
            Resume
          </button>
        ) : (
          <button type="button" onClick={() => setAsks('pause')}>
            Pause…
          </button>
        ))}
      {asks === 'pause' && <PauseDialog row={row} onClose={() => setAsks(undefined)} onDone={done} />}
      {asks === 'send' && (
        <SendDialog
          row={row}
          movesDelayed={page.movesDelayed ?? false}
          onClose={() => setAsks(undefined)}
          onDone={done}
        />
      )}
    </div>
  );
}

function Everything({
  page,
  minutes,
  onMinutes,
}: {
  readonly page: FunctionPage;
  readonly minutes: string;
  readonly onMinutes: (minutes: '60' | '480') => void;
}): JSX.Element {
  const { row } = page;
  return (
    <>
      <dl class="totals">
        <Total name="State">
          <State row={row} />
        </Total>
        <Total name="Rate">{row.perMinute === undefined ? '–' : `${count(row.perMinute)}/m`}</Total>
        <Total name="p95, 5 min">{slowest(row.p95)}</Total>
        <Total name="In flight">{count(row.inFlight)}</Total>
        <Total name="Backlog">{count(row.backlog)}</Total>
        {row.pending !== undefined && <Total name="Pending">{count(row.pending)}</Total>}
        {row.delayed !== undefined && <Total name="Delayed">{count(row.delayed)}</Total>}
        {row.oldestAt !== undefined && <Total name="Oldest waits">{ago(row.oldestAt)}</Total>}
        <Total name="Dead letters">
          <DeadBadge row={row} />
        </Total>
      </dl>
      {row.unreadable !== undefined && <Problem text={`Its numbers cannot be read: ${row.unreadable}`} />}
      {row.lastError && (
        <section class="error" aria-label="Last error">
          <h2>
            Last error
            {row.lastError.at !== undefined && (
              <span class="faint">
                {' '}
                {ago(row.lastError.at)} ago, at {clockTime(row.lastError.at)}
              </span>
            )}
          </h2>
          <pre tabIndex={0}>
            {row.lastError.name}: {row.lastError.message}
          </pre>
        </section>
      )}
      <section>
        <div class="title">
          <h2>Handled{page.historyOf === 'process' && <span class="faint"> by this process</span>}</h2>
          <div class="switch" role="group" aria-label="How long back">
            <button type="button" aria-pressed={minutes === '60'} onClick={() => onMinutes('60')}>
              60 minutes
            </button>
            <button type="button" aria-pressed={minutes === '480'} onClick={() => onMinutes('480')}>
              8 hours
            </button>
          </div>
        </div>
        {page.historyOf ? (
          <MinuteChart minutes={page.minutes} />
        ) : (
          <p class="empty">No process says what it handles.</p>
        )}
      </section>
      <Keys page={page} />
      <Consumers page={page} />
      <Recent page={page} />
      <details>
        <summary>Options</summary>
        <dl class="options">
          {Object.entries(page.options).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
            </div>
          ))}
        </dl>
      </details>
    </>
  );
}

function Total({
  name,
  children,
}: {
  readonly name: string;
  readonly children: preact.ComponentChildren;
}): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
