/** A time for people, by their clock: `15:32`, and on another day `2026-12-02 15:32`. */
export function formatTime(time: Date, now: Date): string {
  const clock = `${twoDigits(time.getHours())}:${twoDigits(time.getMinutes())}`;
  if (time.toDateString() === now.toDateString()) return clock;
  const [month, day] = [twoDigits(time.getMonth() + 1), twoDigits(time.getDate())];
  return `${time.getFullYear()}-${month}-${day} ${clock}`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
