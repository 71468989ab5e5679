import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { LetterRow, ShownLetter } from '../letter-shapes.js';
import { change, read } from './asking.js';
import { bytes, clockTime, count } from './formats.js';
import { messageOf } from './live.js';
import { Dialog, Loading, Problem } from './parts.js';
import { useSurroundings } from './surroundings.js';

type Line = ShownLetter['line'];
type Bytes = NonNullable<Line['body']>;

/** Everything of one dead letter: to be read, replayed, removed, or edited and replayed. */
export function LetterDialog({
  id,
  row,
  onClose,
  onChanged,
}: {
  readonly id: string;
  readonly row: LetterRow;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}): JSX.Element {
  const { overview, say, refresh } = useSurroundings();
  const [letter, setLetter] = useState<ShownLetter>();
  const [edited, setEdited] = useState<string>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    read<ShownLetter>('letter', { function: id, id: row.id, key: row.key }).then(
      setLetter,
      (error: unknown) => setProblem(messageOf(error)),
    );
  }, [row.key, row.id]);
  const act = (action: string, body: object, text: string): void => {
    change(action, { functionId: id, ...body }).then(
      () => {
        say(text);
        refresh();
        onChanged();
      },
      (error: unknown) => setProblem(messageOf(error)),
    );
  };
  const can = overview?.can;
  const sendEdited = (): void => {
    if (!letter || edited === undefined) return;
    const line = withText(letter.line, edited);
    if (typeof line === 'string') setProblem(line);
    else act('edit', { line }, `The edited message of ${row.id} is put back.`);
  };
  return (
    <Dialog title={`Dead letter ${row.id}`} onClose={onClose} isWide>
      {!letter && problem === undefined && <Loading />}
      {letter && (
        <>
          <Facts letter={letter} />
          {edited === undefined ? (
            <Message letter={letter} />
          ) : (
            <label class="field">
              {letter.line.fields ? 'Fields, as pairs of a name and a value' : 'Message'}
              <textarea
                rows={14}
                spellcheck={false}
                value={edited}
                onInput={({ currentTarget }) => setEdited(currentTarget.value)}
              />
            </label>
          )}
          {letter.notEditable !== undefined && can?.send && <p class="faint">{letter.notEditable}</p>}
        </>
      )}
      {problem !== undefined && <Problem text={problem} />}
      <div class="buttons">
        {can?.remove && edited === undefined && (
          <button
            type="button"
            class="danger"
            onClick={() => act('remove', { ids: [row.id] }, `The dead letter ${row.id} is removed.`)}
          >
            Remove
          </button>
        )}
        <span class="space" />
        {edited !== undefined ? (
          <>
            <button type="button" onClick={() => setEdited(undefined)}>
              Discard
            </button>
            <button type="button" class="primary" onClick={sendEdited}>
              Put back edited
            </button>
          </>
        ) : (
          <>
            {letter && can?.replay && can.send && letter.notEditable === undefined && (
              <button type="button" onClick={() => setEdited(textOf(letter.line))}>
                Edit…
              </button>
            )}
            {can?.replay && (
              <button
                type="button"
                class="primary"
                onClick={() => act('replay', { ids: [row.id] }, `The dead letter ${row.id} is replayed.`)}
              >
                Replay
              </button>
            )}
          </>
        )}
      </div>
    </Dialog>
  );
}

function Facts({ letter: { line } }: { readonly letter: ShownLetter }): JSX.Element {
  const { error, reason, attempts, failedAt, source, entryId, deliveryCount, key, group } = line;
  return (
    <>
      <section class="error" aria-label="Error">
        <pre tabIndex={0}>{error.stack || `${error.name}: ${error.message}`}</pre>
      </section>
      <dl class="options">
        <Fact name="reason">{reason}</Fact>
        <Fact name="attempts">{count(attempts)}</Fact>
        <Fact name="failed">{failedAt === null ? '–' : clockTime(Date.parse(failedAt))}</Fact>
        <Fact name="source">{shown(source)}</Fact>
        {entryId !== undefined && <Fact name="entry">{entryId}</Fact>}
        {deliveryCount !== undefined && <Fact name="deliveries">{count(deliveryCount)}</Fact>}
        <Fact name="group">{group}</Fact>
        <Fact name="kept in">{key}</Fact>
      </dl>
    </>
  );
}

function Fact({
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

function Message({ letter }: { readonly letter: ShownLetter }): JSX.Element {
  const { line, isHidden, cutOf } = letter;
  if (isHidden) return <p class="empty">Messages are hidden here.</p>;
  return (
    <section aria-label="Message">
      <h3>Message{cutOf !== undefined && <span class="faint"> the beginning of {bytes(cutOf)}</span>}</h3>
      {line.fields ? (
        <table class="fields">
          <tbody>
            {line.fields.map(([name, value], index) => (
              <tr key={index}>
                <th scope="row">{shown(name)}</th>
                <td>
                  <pre>{shown(value)}</pre>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <pre tabIndex={0}>{shown(line.body)}</pre>
      )}
    </section>
  );
}

/** Text as it is: a number keeps all of its digits because nothing is parsed. Bytes as hexadecimal numbers. */
function shown(value: Bytes | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  const binary = atob(value.base64);
  const hex = Array.from({ length: binary.length }, (_, index) =>
    binary.charCodeAt(index).toString(16).padStart(2, '0'),
  );
  return `bytes: ${hex.join(' ')}`;
}

/** What is edited: the text of a body, or the fields as JSON. */
function textOf({ body, fields }: Line): string {
  if (fields) return JSON.stringify(fields, undefined, 2);
  return typeof body === 'string' ? body : JSON.stringify(body);
}

/** The line with what was edited; or what is wrong with that. */
function withText(line: Line, text: string): Line | string {
  if (!line.fields && typeof line.body === 'string') return { ...line, body: text };
  try {
    const value = JSON.parse(text) as never;
    return line.fields ? { ...line, fields: value } : { ...line, body: value };
  } catch {
    return 'This is no JSON.';
  }
}
