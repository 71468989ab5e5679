import type { Spread } from './statistics.js';

/** A number with so many digits as say something. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-GB');
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}

/** The median, with the smallest and the largest behind it. */
export function spreadText({ median, min, max }: Spread, unit = ''): string {
  return `${numberText(median)}${unit} (${numberText(min)}–${numberText(max)})`;
}

/** Bytes as MiB. */
export function mebibytes(bytes: number): string {
  return `${numberText(bytes / 1024 / 1024)} MiB`;
}
