/** Milliseconds since the epoch, comparable between processes; a stepped system clock does not move it. */
export function moment(): number {
  return performance.timeOrigin + performance.now();
}
