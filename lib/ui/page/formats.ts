const numbers = new Intl.NumberFormat('en-US');

/** 4,310 */
export function count(value: number | undefined): string {
  return value === undefined ? '–' : numbers.format(value);
}

/** 1 message, 2 messages */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** 80 ms, 1.2 s, 2m 4s, 10d */
export function duration(ms: number): string {
  if (ms < 1_000) return `${ms < 10 ? Math.round(ms * 10) / 10 : Math.round(ms)} ms`;
  if (ms < 60_000) return `${Math.round(ms / 100) / 10} s`;
  const seconds = Math.floor(ms / 1_000);
  if (seconds < 3_600) return `${Math.floor(seconds / 60)}m ${seconds % 60}s`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)}h ${Math.floor((seconds % 3_600) / 60)}m`;
  return `${Math.floor(seconds / 86_400)}d ${Math.floor((seconds % 86_400) / 3_600)}h`;
}

/** Of the upper bound of a bucket: null is beyond the last. */
export function slowest(p95: number | null | undefined): string {
  if (p95 === undefined) return '–';
  return p95 === null ? '> 1 min' : `≤ ${duration(p95)}`;
}

/** How long ago, by the clock of the browser, in one unit: 46 s, 12 min, 3 h, 10 d. */
export function ago(at: number | null | undefined): string {
  if (at === null || at === undefined) return '–';
  const seconds = Math.max(0, Math.round((Date.now() - at) / 1_000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`;
  return seconds < 86_400 ? `${Math.floor(seconds / 3_600)} h` : `${Math.floor(seconds / 86_400)} d`;
}

/** 02:14:09, with the day where it is not today. */
export function clockTime(at: number): string {
  const then = new Date(at);
  const time = then.toTimeString().slice(0, 8);
  return then.toDateString() === new Date().toDateString() ? time : `${dayOf(then)} ${time}`;
}

function dayOf(date: Date): string {
  return date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
}

export function bytes(value: number): string {
  if (value < 1_024) return `${value} B`;
  if (value < 1_048_576) return `${Math.round(value / 102.4) / 10} kB`;
  return `${Math.round(value / 104_857.6) / 10} MB`;
}
