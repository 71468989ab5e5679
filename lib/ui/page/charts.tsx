import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ShownMinute } from '../shapes.js';
import { clockTime, count, slowest } from './formats.js';

/** An hour of a function in the width of a word: handled, and in red what failed. */
export function Sparkline({
  handled = [],
  failed = [],
}: {
  readonly handled: readonly number[] | undefined;
  readonly failed: readonly number[] | undefined;
}): JSX.Element {
  // Two minutes a bar: single ones would be thinner than a pixel.
  const bars = pairs(handled);
  const reds = pairs(failed);
  const top = Math.max(1, ...bars);
  const total = handled.reduce((sum, each) => sum + each, 0);
  const wrong = failed.reduce((sum, each) => sum + each, 0);
  const label = `${count(total)} handled in the last hour, ${count(wrong)} failed`;
  return (
    <svg class="spark" viewBox="0 0 90 20" role="img" aria-label={label}>
      <title>{label}</title>
      <line x1="0" y1="19.5" x2="90" y2="19.5" class="base" />
      {bars.map((bar, index) => {
        const height = bar === 0 ? 0 : Math.max(1.5, (18 * bar) / top);
        const red = bar === 0 ? 0 : (height * (reds[index] ?? 0)) / bar;
        return (
          <g key={index}>
            {height > 0 && <rect x={index * 3} y={19 - height} width="2.2" height={height} class="bar" />}
            {red > 0 && (
              <rect
                x={index * 3}
                y={19 - Math.max(1.5, red)}
                width="2.2"
                height={Math.max(1.5, red)}
                class="bad"
              />
            )}
          </g>
        );
      })}
    </svg>
  );
}

function pairs(values: readonly number[]): number[] {
  const sums: number[] = [];
  for (let index = 0; index < values.length; index += 2)
    sums.push((values[index] ?? 0) + (values[index + 1] ?? 0));
  return sums;
}

const height = 170;
const left = 44;
const bottom = 20;

/** Minutes as bars; the numbers of the last ones are in a table for who does not see them. */
export function MinuteChart({ minutes }: { readonly minutes: readonly ShownMinute[] }): JSX.Element {
  const [frame, width] = useWidth();
  const step = Math.ceil(minutes.length / (width < 500 ? 60 : 120));
  const bars = sums(minutes, step);
  const top = niceTop(Math.max(1, ...bars.map(({ handled }) => handled)));
  const slot = (width - left) / Math.max(1, bars.length);
  const y = (value: number): number => 6 + (height - bottom - 6) * (1 - value / top);
  const total = bars.reduce((sum, { handled }) => sum + handled, 0);
  const wrong = bars.reduce((sum, { failed }) => sum + failed, 0);
  const label = `Messages handled in ${minutes.length} minutes: ${count(total)}, of which ${count(wrong)} failed`;
  const every = Math.max(1, Math.round(bars.length / (width < 500 ? 3 : 6)));
  return (
    <svg ref={frame} class="chart" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      {[0, 0.5, 1].map((share) => (
        <g key={share}>
          <line
            x1={left}
            x2={width}
            y1={y(top * share)}
            y2={y(top * share)}
            class={share === 0 ? 'base' : 'grid'}
          />
          <text x={left - 6} y={y(top * share) + 4} text-anchor="end">
            {count(top * share)}
          </text>
        </g>
      ))}
      {bars.map(({ at, handled, failed, p95 }, index) => {
        const x = left + index * slot + slot * 0.1;
        const end = y(handled);
        const bad = (height - bottom - end) * (handled === 0 ? 0 : failed / handled);
        return (
          <g key={at}>
            <title>{`${clockTime(at).slice(0, -3)}  ${count(handled)} handled, ${count(failed)} failed, 95 of 100 ${slowest(p95)}`}</title>
            <rect x={left + index * slot} y="0" width={slot} height={height - bottom} class="hit" />
            {handled > 0 && (
              <rect
                x={x}
                y={end}
                width={slot * 0.8}
                height={Math.max(1, height - bottom - end)}
                rx="1"
                class="bar"
              />
            )}
            {failed > 0 && (
              <rect
                x={x}
                y={height - bottom - Math.max(2, bad)}
                width={slot * 0.8}
                height={Math.max(2, bad)}
                class="bad"
              />
            )}
            {index % every === 0 && index < bars.length - every / 2 && (
              <text x={x} y={height - 5}>
                {new Date(at).toTimeString().slice(0, 5)}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
}

function sums(minutes: readonly ShownMinute[], step: number): ShownMinute[] {
  const bars: ShownMinute[] = [];
  for (let index = 0; index < minutes.length; index += step) {
    const part = minutes.slice(index, index + step);
    const slow = part.flatMap(({ p95 }) => (p95 === undefined ? [] : [p95]));
    bars.push({
      at: part[0]?.at ?? 0,
      handled: part.reduce((sum, { handled }) => sum + handled, 0),
      failed: part.reduce((sum, { failed }) => sum + failed, 0),
      ...(slow.length > 0 && { p95: slow.includes(null) ? null : Math.max(...slow.map(Number)) }),
    });
  }
  return bars;
}

/** 1, 2 or 5 with zeros: a scale that can be read. */
function niceTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10].find((each) => each * power >= value) ?? 10;
  return Math.max(2, step * power);
}

/** The width that there is, so that a bar and a letter are as large on a phone as elsewhere. */
function useWidth(): [{ readonly current: SVGSVGElement | null }, number] {
  const frame = useRef<SVGSVGElement>(null);
  const [width, setWidth] = useState(720);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setWidth(Math.max(240, Math.round(entry.contentRect.width)));
    });
    if (frame.current) observer.observe(frame.current);
    return () => observer.disconnect();
  }, []);
  return [frame, width];
}
