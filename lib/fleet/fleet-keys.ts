/** The keys of one fleet. They have a hash tag in common, so that in a cluster they are all in one slot. */
export class FleetKeys {
  /** A hash: the pauses, by function. */
  readonly pauses: string;
  /** A sorted set: the processes, by the times at which they are to be forgotten. */
  readonly processes: string;
  /** A string: the id of the process that reads what all would read alike. */
  readonly reader: string;
  /** How all of them begin. */
  readonly prefix: string;

  /** @param name that of the fleet, without braces */
  constructor(name: string) {
    this.prefix = `{redis-triggers:fleet:${name}}:`;
    this.pauses = `${this.prefix}pauses`;
    this.processes = `${this.prefix}processes`;
    this.reader = `${this.prefix}reader`;
  }

  /** A hash: what one process says of itself. */
  process(id: string): string {
    return `${this.prefix}process:${id}`;
  }

  /** A hash: what all processes handled in one minute. */
  minute(minute: number): string {
    return `${this.prefix}minute:${minute}`;
  }
}

/** The number of the minute that a time in milliseconds is in. */
export function minuteOf(timeInMs: number): number {
  return Math.floor(timeInMs / 60_000);
}
