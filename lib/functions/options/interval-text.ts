/** Azure's time spans: `hh:mm:ss`, with days before it and a fraction behind it where there are any. */
const timeSpan = /^(?:(\d{1,8})\.)?(\d{1,2}):(\d{2}):(\d{2})(?:\.(\d{1,7}))?$/;

/** A text as `'00:00:10'` in milliseconds; anything else as it is, for its check to judge. */
export function intervalInMs(written: unknown): unknown {
  const parts = typeof written === 'string' ? timeSpan.exec(written) : null;
  if (!parts) return written;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.slice(1, 5).map((part) => Number(part || 0));
  if (hours > 23 || minutes > 59 || seconds > 59) return written;
  const wholeInMs = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1_000;
  return wholeInMs + Math.round(Number(`0.${parts[5] ?? '0'}`) * 1_000);
}
