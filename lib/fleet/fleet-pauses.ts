import { hashFields } from './hash-fields.js';

/** That a fleet has paused a function. */
export interface FleetPause {
  readonly functionId: string;
  readonly since: Date;
  /** When it is resumed by itself, by the clock of Redis; undefined where somebody has to resume it. */
  readonly until?: Date;
}

/** The pauses in the fields of the hash that holds them, those that are over at this time left out. */
export function readPauses(fields: unknown, serverTimeInMs: number): FleetPause[] {
  return hashFields(fields).flatMap(([functionId, text]) => {
    const [, until, since] = (/^(\d+) (\d+)$/.exec(text) ?? []).map(Number);
    if (until === undefined || since === undefined) return [];
    return until > 0 && until <= serverTimeInMs ? [] : [pauseOf(functionId, until, since)];
  });
}

/** A pause from its times in milliseconds, of which `until` is 0 where it has no end. */
export function pauseOf(functionId: string, until: number, since: number): FleetPause {
  return { functionId, since: new Date(since), ...(until > 0 && { until: new Date(until) }) };
}
