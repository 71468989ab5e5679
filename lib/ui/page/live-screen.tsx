import type { ComponentChildren, JSX } from 'preact';
import { useLive } from './live.js';
import { Heading, Loading, Problem } from './parts.js';
import { useSurroundings } from './surroundings.js';

interface Asked<Shape> {
  readonly title: string;
  readonly path: string;
  readonly children: (value: Shape) => ComponentChildren;
}

/** A screen of one document, which is asked for again and again. */
export function LiveScreen<Shape>({ title, path, children }: Asked<Shape>): JSX.Element {
  const { isPaused } = useSurroundings();
  const { value, error } = useLive<Shape>(path, {}, { everyInMs: 3_000, isPaused });
  return (
    <>
      <div class="title">
        <Heading>{title}</Heading>
      </div>
      {error !== undefined && <Problem text={error} />}
      {value ? children(value) : error === undefined && <Loading />}
    </>
  );
}
