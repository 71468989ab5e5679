import { render, type JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Overview } from '../shapes.js';
import type { Query } from './asking.js';
import { ChangeBar } from './change-bar.js';
import { DeadFunctionsScreen, DeadScreen } from './dead-screen.js';
import { count } from './formats.js';
import { FunctionScreen } from './function-screen.js';
import { FunctionsScreen, type ListQuery } from './functions-screen.js';
import { useLive } from './live.js';
import { ActivityScreen } from './activity-screen.js';
import { ConnectionsScreen, ProcessesScreen, ScaleScreen } from './other-screens.js';
import { linkTo, useRoute, type Route } from './routes.js';
import { SurroundingsContext, type Surroundings } from './surroundings.js';

const screens: readonly (readonly [screen: string, title: string])[] = [
  ['functions', 'Functions'],
  ['dead', 'Dead letters'],
  ['processes', 'Processes'],
  ['scale', 'Scale'],
  ['connections', 'Connections'],
  ['activity', 'Activity'],
];

const pollEveryInMs = 2_000;

function Page(): JSX.Element {
  const route = useRoute();
  const [query, setQuery] = useState<ListQuery>({ filter: '', sort: '', page: 1 });
  const [deadPage, setDeadPage] = useState(1);
  const [isPaused, setIsPaused] = useState(false);
  const [notice, setNotice] = useState<{ readonly text: string; readonly isProblem: boolean }>();
  const isDeadList = route.screen === 'dead';
  const asked: Query = isDeadList ? { filter: '', sort: 'dead', only: 'dead', page: deadPage } : { ...query };
  const {
    value: overview,
    error,
    refresh,
  } = useLive<Overview>('overview', asked, { everyInMs: pollEveryInMs, isPaused });
  const surroundings: Surroundings = {
    overview,
    isPaused,
    refresh,
    say: (text, isProblem = false) => setNotice({ text, isProblem }),
  };
  useEffect(() => {
    const name = route.id ?? screens.find(([screen]) => screen === route.screen)?.[1] ?? '';
    document.title = `${name} · ${overview?.environment ?? 'redis-triggers'}`;
  }, [route.id, route.screen, overview?.environment]);
  return (
    <SurroundingsContext.Provider value={surroundings}>
      <a
        class="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          document.querySelector('h1')?.focus();
        }}
      >
        To the content
      </a>
      <Top route={route} overview={overview} isPaused={isPaused} onPause={() => setIsPaused(!isPaused)} />
      <main id="main">
        {error !== undefined && overview === undefined && <p class="problem">{error}</p>}
        {error !== undefined && overview !== undefined && (
          <p class="problem">
            <span aria-hidden="true">▲ </span>
            {error} What you see is what was known before.
          </p>
        )}
        {error === undefined && overview?.stale !== undefined && (
          <p class="problem">
            <span aria-hidden="true">▲ </span>
            {overview.stale}. What you see is what was known before; it heals by itself.
          </p>
        )}
        <ChangeBar />
        <ScreenOf
          key={`${route.screen} ${route.id}`}
          route={route}
          overview={overview}
          query={query}
          onQuery={setQuery}
          onDeadPage={setDeadPage}
        />
      </main>
      <Notice notice={notice} onGone={() => setNotice(undefined)} />
    </SurroundingsContext.Provider>
  );
}

function Top({
  route,
  overview,
  isPaused,
  onPause,
}: {
  readonly route: Route;
  readonly overview: Overview | undefined;
  readonly isPaused: boolean;
  readonly onPause: () => void;
}): JSX.Element {
  const dead = overview?.totals.dead ?? 0;
  const current = route.screen === 'function' ? 'functions' : route.screen;
  return (
    <header class="top">
      <a class="brand" href={linkTo('functions')}>
        <svg viewBox="0 0 32 32" aria-hidden="true">
          <path d="M18.500 4 8 18h6.500l-2 10L24 13h-7z" />
        </svg>
        redis-triggers
      </a>
      <nav aria-label="Screens">
        {screens.map(([screen, title]) => (
          <a key={screen} href={linkTo(screen)} aria-current={current === screen ? 'page' : undefined}>
            {title}
            {screen === 'dead' && dead > 0 && <span class="badge">{count(dead)}</span>}
          </a>
        ))}
      </nav>
      <div class="corner">
        {overview?.environment !== undefined && <span class="environment">{overview.environment}</span>}
        {overview?.who !== undefined && <span class="faint">{overview.who}</span>}
        <button type="button" class="quiet" aria-pressed={isPaused} onClick={onPause}>
          <span aria-hidden="true">{isPaused ? '▶' : '❚❚'}</span> {isPaused ? 'Paused' : 'Live'}
        </button>
      </div>
    </header>
  );
}

function ScreenOf({
  route,
  overview,
  query,
  onQuery,
  onDeadPage,
}: {
  readonly route: Route;
  readonly overview: Overview | undefined;
  readonly query: ListQuery;
  readonly onQuery: (query: ListQuery) => void;
  readonly onDeadPage: (page: number) => void;
}): JSX.Element {
  const { screen, id } = route;
  if (screen === 'function' && id !== undefined) return <FunctionScreen id={id} />;
  if (screen === 'dead' && id !== undefined) return <DeadScreen id={id} query={route.query} />;
  if (screen === 'dead') return <DeadFunctionsScreen overview={overview} onPage={onDeadPage} />;
  if (screen === 'processes') return <ProcessesScreen />;
  if (screen === 'scale') return <ScaleScreen />;
  if (screen === 'connections') return <ConnectionsScreen />;
  if (screen === 'activity') return <ActivityScreen />;
  return <FunctionsScreen query={query} onQuery={onQuery} />;
}

/** The one region that is read out when it changes. */
function Notice({
  notice,
  onGone,
}: {
  readonly notice: { readonly text: string; readonly isProblem: boolean } | undefined;
  readonly onGone: () => void;
}): JSX.Element {
  const gone = useRef(onGone);
  gone.current = onGone;
  useEffect(() => {
    if (!notice) return undefined;
    const timer = setTimeout(() => gone.current(), 8_000);
    return () => clearTimeout(timer);
  }, [notice]);
  return (
    <div class={`notice ${notice?.isProblem ? 'bad' : ''}`} role="status" aria-live="polite">
      {notice?.text}
    </div>
  );
}

const place = document.getElementById('page');
if (place) {
  place.textContent = '';
  render(<Page />, place);
}
