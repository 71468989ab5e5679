import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { FunctionRow } from '../shapes.js';
import { change } from './asking.js';
import { messageOf } from './live.js';
import { Dialog, Problem } from './parts.js';
import { useSurroundings } from './surroundings.js';

interface Asking {
  readonly row: FunctionRow;
  readonly onClose: () => void;
  readonly onDone: (text: string) => void;
}

const spans: readonly (readonly [text: string, inMs: number | undefined])[] = [
  ['15 minutes', 15 * 60_000],
  ['1 hour', 3_600_000],
  ['8 hours', 8 * 3_600_000],
  ['until somebody resumes it', undefined],
];

/** Asks for how long a function is paused. */
export function PauseDialog({ row, onClose, onDone }: Asking): JSX.Element {
  const { overview } = useSurroundings();
  const [span, setSpan] = useState(0);
  const [problem, setProblem] = useState<string>();
  const pause = (event: Event): void => {
    event.preventDefault();
    const [text, forInMs] = spans[span] ?? [];
    change('pause', { functionId: row.id, ...(forInMs !== undefined && { forInMs }) }).then(
      () => onDone(`${row.id} is paused ${forInMs === undefined ? text : `for ${text}`}.`),
      (error: unknown) => setProblem(messageOf(error)),
    );
  };
  const fleet = overview?.sees.fleet;
  return (
    <Dialog title={`Pause ${row.id}`} onClose={onClose}>
      <form onSubmit={pause}>
        <p>
          It takes nothing more
          {fleet === undefined ? ' in this process' : ` in all processes of the fleet ${fleet}`}. What runs
          ends;{' '}
          {row.kind === 'pubsub' ? 'what is published meanwhile is missed.' : 'what comes waits in Redis.'}
        </p>
        <fieldset>
          <legend>For how long</legend>
          {spans.map(([text], index) => (
            <label key={text} class="check">
              <input type="radio" name="span" checked={span === index} onChange={() => setSpan(index)} />{' '}
              {text}
            </label>
          ))}
        </fieldset>
        {problem !== undefined && <Problem text={problem} />}
        <div class="buttons">
          <button type="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class="primary">
            Pause
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** When a message is to come. */
const delays: readonly (readonly [text: string, inMs: number | 'at' | undefined])[] = [
  ['at once', undefined],
  ['in 1 minute', 60_000],
  ['in 15 minutes', 15 * 60_000],
  ['in 1 hour', 3_600_000],
  ['in 1 day', 24 * 3_600_000],
  ['at a time…', 'at'],
];

/** Asks for a message, which is validated before it is sent. */
export function SendDialog({
  row,
  movesDelayed,
  onClose,
  onDone,
}: Asking & { readonly movesDelayed: boolean }): JSX.Element {
  const [when, setWhen] = useState(0);
  const [at, setAt] = useState('');
  const [text, setText] = useState('');
  const [to, setTo] = useState(row.sources[0] ?? '');
  const [problem, setProblem] = useState<string>();
  const [isSending, setIsSending] = useState(false);
  const send = (event: Event): void => {
    event.preventDefault();
    const [, delayInMs] = delays[when] ?? [];
    const time = new Date(at).getTime();
    if (delayInMs === 'at' && Number.isNaN(time)) {
      setProblem('Say at which time.');
      return;
    }
    setIsSending(true);
    change('send', {
      functionId: row.id,
      text,
      to: row.sources.length > 1 || row.kind === 'pubsub' ? to : null,
      ...(delayInMs === 'at' ? { at: time } : delayInMs !== undefined && { delayInMs }),
    })
      .then(
        ({ what }) => onDone(`${row.id}: ${what}.`),
        (error: unknown) => setProblem(messageOf(error)),
      )
      .finally(() => setIsSending(false));
  };
  return (
    <Dialog title={`Send a message to ${row.id}`} onClose={onClose}>
      <form onSubmit={send}>
        {(row.sources.length > 1 || row.kind === 'pubsub') && (
          <label class="field">
            {row.kind === 'pubsub' ? 'Channel' : 'Key'}
            <input value={to} onInput={({ currentTarget }) => setTo(currentTarget.value)} />
          </label>
        )}
        <label class="field">
          {row.kind === 'stream' ? 'Fields, as a JSON object' : 'Message'}
          <textarea
            rows={8}
            spellcheck={false}
            value={text}
            onInput={({ currentTarget }) => setText(currentTarget.value)}
          />
        </label>
        {movesDelayed && (
          <label class="field">
            When
            <select
              value={String(when)}
              onChange={({ currentTarget }) => setWhen(Number(currentTarget.value))}
            >
              {delays.map(([name], index) => (
                <option key={name} value={String(index)}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
        {delays[when]?.[1] === 'at' && (
          <label class="field">
            Time, by the clock of this browser
            <input
              type="datetime-local"
              value={at}
              onInput={({ currentTarget }) => setAt(currentTarget.value)}
            />
          </label>
        )}
        {problem !== undefined && <Problem text={problem} />}
        <div class="buttons">
          <button type="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class="primary" disabled={isSending}>
            Send
          </button>
        </div>
      </form>
    </Dialog>
  );
}
