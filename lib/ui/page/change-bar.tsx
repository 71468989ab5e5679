import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ShownChange } from '../shapes.js';
import { change } from './asking.js';
import { count, counted, duration } from './formats.js';
import { messageOf } from './live.js';
import { linkTo } from './routes.js';
import { useSurroundings } from './surroundings.js';

/** Those that ended before this are no news any more. */
const shownForInMs = 10 * 60_000;

/** The replays and removals that go on, and how those before have ended. */
export function ChangeBar(): JSX.Element | null {
  const { overview, say } = useSurroundings();
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set());
  const told = useRef(new Set<string>());
  const changes = (overview?.changes ?? []).filter(
    ({ id, endedAt }) => !dismissed.has(id) && (endedAt === undefined || Date.now() - endedAt < shownForInMs),
  );
  const ended = changes.filter(
    ({ state, isFinal }) => state !== 'running' && (state !== 'watching' || isFinal),
  );
  useEffect(() => {
    for (const each of ended) {
      if (!told.current.has(each.id) && each.state !== 'watching') say(textOf(each));
      told.current.add(each.id);
    }
  }, [ended.map(({ id }) => id).join(' ')]);
  if (changes.length === 0) return null;
  return (
    <section class="changes" aria-label="Replays and removals">
      {changes.slice(0, 4).map((each) => (
        <Change key={each.id} shown={each} onDismiss={() => setDismissed(new Set([...dismissed, each.id]))} />
      ))}
    </section>
  );
}

function Change({
  shown,
  onDismiss,
}: {
  readonly shown: ShownChange;
  readonly onDismiss: () => void;
}): JSX.Element {
  const { overview, say, refresh } = useSurroundings();
  const {
    id,
    functionId,
    state,
    chosen,
    changed,
    gone,
    refused,
    ratePerSecond,
    failedAgain,
    isFinal,
    error,
  } = shown;
  const done = changed + gone + refused;
  const stop = (): void => {
    change('stop', { functionId, change: id }).then(refresh, (problem: unknown) =>
      say(messageOf(problem), true),
    );
  };
  const isGood = state === 'done' && failedAgain === 0 && refused === 0 && isFinal;
  const isBad = state === 'failed' || failedAgain > 0 || refused > 0;
  return (
    <div class={`change ${isGood ? 'good' : ''} ${isBad ? 'bad' : ''}`}>
      <a href={linkTo('dead', functionId)}>{functionId}</a>
      <span class="what">{textOf(shown)}</span>
      {state === 'running' && (
        <>
          <progress
            max={Math.max(1, chosen)}
            value={done}
            aria-label={`Progress: ${count(done)} of ${count(chosen)}`}
          />
          <span class="faint">
            {ratePerSecond !== undefined &&
              `${count(ratePerSecond)}/s · ${duration((1_000 * Math.max(0, chosen - done)) / ratePerSecond)} left`}
          </span>
          {overview?.can[shown.how] && (
            <button type="button" onClick={stop}>
              Stop
            </button>
          )}
        </>
      )}
      {error !== undefined && <span class="bad">{error}</span>}
      {state !== 'running' && (
        <button
          type="button"
          class="quiet"
          aria-label={`Dismiss the ${shown.how} of ${functionId}`}
          onClick={onDismiss}
        >
          ✕
        </button>
      )}
    </div>
  );
}

/** What became of it, in a sentence. */
export function textOf({
  how,
  state,
  chosen,
  changed,
  gone,
  refused,
  failedAgain,
  isFinal,
}: ShownChange): string {
  const past = how === 'replay' ? 'replayed' : 'removed';
  const others = [
    ...(gone > 0 ? [`${count(gone)} gone before`] : []),
    ...(refused > 0 ? [`${count(refused)} refused by Redis`] : []),
  ];
  if (state === 'running') {
    const doing = how === 'replay' ? 'replaying' : 'removing';
    const again = failedAgain > 0 ? [`${count(failedAgain)} failed again`] : [];
    return [`${doing} ${count(changed)} of ${count(chosen)}`, ...others, ...again].join(' · ');
  }
  const end = state === 'failed' ? ['it failed'] : state === 'stopped' ? ['stopped'] : [];
  const again =
    how === 'remove' || changed === 0
      ? []
      : failedAgain > 0
        ? [`${count(failedAgain)} failed again`]
        : [
            isFinal
              ? 'none failed again'
              : state === 'watching'
                ? 'none failed again so far, watching'
                : 'none failed again so far',
          ];
  const first =
    chosen === changed
      ? `${past} ${counted(changed, 'message')}`
      : `${past} ${count(changed)} of ${count(chosen)}`;
  return [first, ...end, ...others, ...again].join(' · ');
}
