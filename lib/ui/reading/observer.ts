import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import type { Clock } from '../../time/clock.js';
import { SharedReading } from '../../backlog/shared-reading.js';
import type { AloneFunction, PageSource } from '../page-source.js';
import type { FunctionRow, Sight } from '../shapes.js';
import { FleetHistory } from './fleet-history.js';
import { FleetReading, type FleetState } from './fleet-reading.js';
import { rowOf } from './function-rows.js';
import { KeyReadings, type FunctionReading } from './key-readings.js';
import type { Minute } from './minute.js';
import { ProcessHistory } from './process-history.js';

/** SCAN goes through all keys: seldom. */
const aloneMaxAgeInMs = 10_000;

/** All functions at one moment. */
export interface Observation {
  readonly rows: readonly FunctionRow[];
  readonly readings: ReadonlyMap<string, FunctionReading>;
  readonly fleet: FleetState | undefined;
  /** Why some of it is what was known before. */
  readonly stale?: string;
}

/** Sees the functions of a source by what there is: Redis, this process, the fleet. */
export class Observer {
  readonly fleet: FleetReading | undefined;
  readonly here: ProcessHistory | undefined;
  private readonly fleetHistory: FleetHistory | undefined;
  private readonly readings: KeyReadings;
  private readonly alone: SharedReading<readonly AloneFunction[]> | undefined;

  constructor(
    readonly source: PageSource,
    readonly clock: Clock,
  ) {
    const { fleet, running, functions = [], scrub } = source;
    this.fleet = fleet && new FleetReading(fleet, scrub, clock);
    this.fleetHistory = fleet && new FleetHistory(fleet.fleet, clock);
    this.here = running && new ProcessHistory(running, clock);
    this.readings = new KeyReadings(source, functions, clock);
    const { alone } = source;
    this.alone = alone && new SharedReading(alone, clock);
  }

  /** The functions as they are now, or were two seconds ago. Never rejects. */
  async observe(): Promise<Observation> {
    const { source } = this;
    const problems: string[] = [];
    const note = (error: unknown): undefined => {
      problems.push(source.scrub((error as Error).message));
      return undefined;
    };
    const [readings, fleet, alone] = await Promise.all([
      this.readings.get(),
      this.fleet?.get(),
      this.alone?.get(aloneMaxAgeInMs).catch(note),
      this.fleetHistory?.refresh().catch(() => undefined),
    ]);
    const health = source.running?.health().functions ?? {};
    const descriptors = new Map((source.functions ?? []).map((each) => [each.id, each]));
    const lone = new Map((alone ?? []).map((each) => [each.id, each]));
    const ids = new Set([...descriptors.keys(), ...lone.keys(), ...(fleet?.functions.keys() ?? [])]);
    const rows = [...ids].map((id) =>
      rowOf({
        id,
        descriptor: descriptors.get(id),
        reading: readings.get(id),
        health: health[id],
        inFleet: fleet?.functions.get(id),
        hasFleet: this.isAnswering(fleet),
        alone: lone.get(id),
        hour: this.hourOf(id, this.isFleet(fleet)),
      }),
    );
    const stale = fleet?.error ?? problems[0];
    return { rows, readings, fleet, ...(stale !== undefined && { stale }) };
  }

  /** What was done with the messages of a function lately, and by whom. */
  async history(
    functionId: string,
    minutes: number,
  ): Promise<{ readonly of?: 'fleet' | 'process'; readonly minutes: readonly Minute[] }> {
    const isFleet = this.isFleet(await this.fleet?.get());
    const ofFleet = await this.fleetHistory?.minutes(functionId, minutes).catch(() => undefined);
    if (ofFleet && isFleet) return { of: 'fleet', minutes: ofFleet };
    if (!this.here) return { minutes: [] };
    return { of: 'process', minutes: this.here.minutes(functionId, minutes) };
  }

  /** Says that something was changed, so that the next look sees it. */
  changed(): void {
    this.readings.outdate();
  }

  find(functionId: string): FunctionDescriptor | undefined {
    return this.source.functions?.find(({ id }) => id === functionId);
  }

  sight(state: FleetState | undefined): Sight {
    const { functions, running } = this.source;
    const fleet = this.isFleet(state) ? this.source.fleet : undefined;
    const unknown = [
      ...(functions
        ? []
        : [
            'Without handlers, dead letters are counted and cannot be opened. Start the page with --handlers, or mount it in the program.',
          ]),
      ...(running || fleet
        ? []
        : [
            'No process says what it does: states, rates and errors are unknown. Give the program a `fleet`, or open the page of a process.',
          ]),
      ...(running && !fleet
        ? ['Only this process is seen, not others of the program. The option `fleet` shows them together.']
        : []),
    ];
    return {
      process: running !== undefined,
      ...(fleet && { fleet: fleet.name }),
      handlers: functions !== undefined,
      unknown,
    };
  }

  close(): void {
    this.here?.close();
  }

  private isAnswering(state: FleetState | undefined): boolean {
    return this.isFleet(state) && state?.error === undefined;
  }

  /** Of a Redis alone nobody knows whether its program is in a fleet: where no process of it is there, it may run without one. */
  private isFleet(state: FleetState | undefined): boolean {
    if (!state) return false;
    return this.alone === undefined || state.processes.length > 0 || state.error !== undefined;
  }

  private hourOf(id: string, isFleet: boolean): readonly Minute[] | undefined {
    return (isFleet ? this.fleetHistory?.hour(id) : undefined) ?? this.here?.minutes(id, 60);
  }
}
