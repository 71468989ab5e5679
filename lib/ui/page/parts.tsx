import type { ComponentChildren, JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { FunctionRow, Overview, ShownState } from '../shapes.js';
import { clockTime, count } from './formats.js';
import { linkTo } from './routes.js';

const marks: Readonly<Record<ShownState, string>> = {
  created: '○',
  starting: '◔',
  listening: '●',
  recovering: '▲',
  paused: '❚❚',
  stopped: '■',
  unattended: '○',
  unknown: '?',
};

/** A state by a mark, a word and a colour, because not everybody sees all of them. */
export function State({ row }: { readonly row: FunctionRow }): JSX.Element {
  const { state, pausedUntil, processes, listening } = row;
  const share =
    processes !== undefined && processes > 1 && listening !== processes && state !== 'paused'
      ? ` ${listening}/${processes}`
      : '';
  const until =
    state === 'paused' && typeof pausedUntil === 'number'
      ? ` until ${clockTime(pausedUntil).slice(0, -3)}`
      : '';
  return (
    <span class={`state ${state}`}>
      <span aria-hidden="true">{marks[state]}</span> {state}
      {share}
      {until}
    </span>
  );
}

/** How many dead letters, as a link to them where there are any. */
export function DeadBadge({ row }: { readonly row: FunctionRow }): JSX.Element {
  const { id, dead } = row;
  if (dead === undefined) return <span class="none">–</span>;
  if (dead === 0) return <span class="none">0</span>;
  return (
    <a class="badge" href={linkTo('dead', id)} aria-label={`${count(dead)} dead letters of ${id}`}>
      {count(dead)}
    </a>
  );
}

/** A table that may be wider than a phone: it is then scrolled by itself, with the keyboard too. */
export function TableFrame({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <div class="frame" role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}

/** The heading of a screen, which the focus goes to, so that whoever hears the page knows where they are. */
export function Heading({ children }: { readonly children: ComponentChildren }): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  // With the change of the screen and not a frame later, see `Dialog`.
  useLayoutEffect(() => {
    if (document.activeElement === document.body || document.activeElement?.closest('main'))
      heading.current?.focus();
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}

/** A dialog of the browser: it keeps the focus in, gives it back, and goes away with Escape. */
export function Dialog({
  title,
  onClose,
  isWide = false,
  children,
}: {
  readonly title: string;
  readonly onClose: () => void;
  readonly isWide?: boolean;
  readonly children: ComponentChildren;
}): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const opener = useRef(document.activeElement);
  // In the step in which it comes or goes: Preact runs other effects after the next frame, and what is pressed until then
  // would go to the page behind it, or to nothing.
  useLayoutEffect(() => {
    const { current } = dialog;
    current?.showModal();
    const before = opener.current;
    return () => {
      current?.close();
      // What opened it may be gone, because the page goes on meanwhile: then the focus had been nowhere, or is nowhere now.
      const isThere = before instanceof HTMLElement && before !== document.body && before.isConnected;
      (isThere ? before : document.querySelector('h1'))?.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class={isWide ? 'wide' : ''}
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      <div class="inside">
        <header>
          <h2>{title}</h2>
          <button type="button" class="quiet" aria-label="Close" onClick={onClose}>
            ✕
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}

/** To the other functions, where there are more than a screen has. */
export function Pages({
  overview: { page, pages, rows, matching },
  of,
  onPage,
}: {
  readonly overview: Overview;
  readonly of: string;
  readonly onPage: (page: number) => void;
}): JSX.Element | null {
  if (pages <= 1) return null;
  return (
    <nav class="pages" aria-label={`Pages of ${of}`}>
      <button type="button" disabled={page <= 1} onClick={() => onPage(page - 1)}>
        ← Previous
      </button>
      <span>
        {count((page - 1) * 50 + 1)}–{count((page - 1) * 50 + rows.length)} of {count(matching)}
      </span>
      <button type="button" disabled={page >= pages} onClick={() => onPage(page + 1)}>
        Next →
      </button>
    </nav>
  );
}

export function Problem({ text }: { readonly text: string }): JSX.Element {
  return (
    <p class="problem" role="alert">
      <span aria-hidden="true">▲ </span>
      {text}
    </p>
  );
}

export function Loading(): JSX.Element {
  return <p class="loading">Loading…</p>;
}
