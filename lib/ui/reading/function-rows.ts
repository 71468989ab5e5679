import { clipped } from '../../errors/clipped.js';
import { stateInFleet, type FleetFunction } from '../../fleet/fleet-function.js';
import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import { sourcesOf } from '../../functions/sources.js';
import type { FunctionHealth } from '../../runtime/health/health.js';
import type { AloneFunction } from '../page-source.js';
import type { FunctionRow, ShownError, ShownState } from '../shapes.js';
import type { FunctionReading } from './key-readings.js';
import { p95, type Minute } from './minute.js';

/** What is known of one function, each part where it can be. */
export interface FunctionSight {
  readonly id: string;
  readonly descriptor?: FunctionDescriptor | undefined;
  readonly reading?: FunctionReading | undefined;
  readonly health?: FunctionHealth | undefined;
  readonly inFleet?: FleetFunction | undefined;
  /** Whether the fleet answers. */
  readonly hasFleet: boolean;
  readonly alone?: AloneFunction | undefined;
  readonly hour?: readonly Minute[] | undefined;
}

/** A rate is that of so many minutes: a shorter one jumps. */
const minutesOfRate = 5;

/** A function as a row of the page. */
export function rowOf(sight: FunctionSight): FunctionRow {
  const { id, descriptor, inFleet, alone } = sight;
  const kind = descriptor?.kind ?? inFleet?.kind ?? alone?.kind;
  const connection = descriptor?.connection ?? inFleet?.connection;
  return {
    id,
    ...(kind && { kind }),
    ...(connection !== undefined && { connection }),
    sources: (descriptor ? sourcesOf(descriptor) : (inFleet?.sources ?? alone?.sources ?? [])).map(clipped),
    ...stateOf(sight),
    ...workOf(sight),
    ...waitingOf(sight),
    ...historyOf(sight.hour),
    ...errorOf(sight),
    ...(sight.reading?.error !== undefined && { unreadable: sight.reading.error }),
  };
}

/** The fleet's word counts more than that of this process, which may be one of many; but not what it said before it went away. */
function stateOf({
  inFleet: said,
  hasFleet,
  health,
}: FunctionSight): Pick<FunctionRow, 'state' | 'pausedUntil'> {
  const inFleet = hasFleet || !health ? said : undefined;
  const fleetState = inFleet && stateInFleet(inFleet);
  const state: ShownState = fleetState ?? health?.state ?? (hasFleet ? 'unattended' : 'unknown');
  if (state !== 'paused') return { state };
  const until = inFleet?.pause ? inFleet.pause.until : health?.until;
  return { state, pausedUntil: until?.getTime() ?? null };
}

function workOf({ inFleet, hasFleet, health, descriptor }: FunctionSight): Partial<FunctionRow> {
  const concurrency = descriptor && { concurrency: descriptor.concurrency };
  if ((inFleet && (hasFleet || !health)) || (hasFleet && !health)) {
    const { processes = 0, states = {}, inFlight = 0, waiting = 0 } = inFleet ?? {};
    return { ...concurrency, processes, listening: states.listening ?? 0, inFlight, waiting };
  }
  if (!health) return { ...concurrency };
  const { inFlight, waiting, state } = health;
  return { ...concurrency, processes: 1, listening: state === 'listening' ? 1 : 0, inFlight, waiting };
}

function waitingOf({ reading, descriptor, alone }: FunctionSight): Partial<FunctionRow> {
  if (alone) {
    const { backlog, pending, dead } = alone;
    return {
      ...(backlog !== undefined && { backlog }),
      ...(pending !== undefined && { pending }),
      ...(dead !== undefined && { dead }),
    };
  }
  const keys = reading?.keys;
  if (!keys) return {};
  const dead = sum(keys.map(({ deadLetters }) => deadLetters));
  if (descriptor?.kind === 'pubsub') return { dead };
  const pendings = keys.flatMap(({ pending }) => pending ?? []);
  const pending = sum(pendings);
  const remaining = sum(keys.map((key) => key.remaining ?? 0));
  const delayed = keys.flatMap((key) => key.delayed ?? []);
  const oldest = Math.min(...keys.flatMap(({ oldestAt }) => (isTime(oldestAt) ? [oldestAt] : [])));
  return {
    backlog: Math.max(0, remaining - pending),
    ...(pendings.length > 0 && { pending }),
    ...(delayed.length > 0 && { delayed: sum(delayed) }),
    ...(Number.isFinite(oldest) && { oldestAt: oldest }),
    dead,
  };
}

function historyOf(hour: readonly Minute[] | undefined): Partial<FunctionRow> {
  if (!hour) return {};
  const last = hour.slice(-minutesOfRate);
  const slow = p95(last);
  return {
    perMinute: rate(last.map(({ processed, failed }) => processed + failed)),
    failedPerMinute: rate(last.map(({ failed }) => failed)),
    ...(slow !== undefined && { p95: slow }),
    handled: hour.map(({ processed, failed }) => processed + failed),
    failed: hour.map(({ failed }) => failed),
  };
}

function errorOf({ inFleet, health }: FunctionSight): { readonly lastError?: ShownError } {
  const error = inFleet?.lastError ?? health?.lastError;
  if (!error) return {};
  const { name, message, at } = error;
  return { lastError: { name: clipped(name), message: clipped(message), at: at.getTime() } };
}

function rate(counts: readonly number[]): number {
  const exact = sum(counts) / Math.max(1, counts.length);
  return exact >= 10 ? Math.round(exact) : Math.round(10 * exact) / 10;
}

/** Entry ids below this (September 2001) are no times, but somebody's own numbers. */
function isTime(at: number | undefined): at is number {
  return at !== undefined && at >= 1e12;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
