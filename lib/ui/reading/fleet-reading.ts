import { SharedReading } from '../../backlog/shared-reading.js';
import { isError } from '../../errors/describe-error.js';
import { summarize, type FleetFunction } from '../../fleet/fleet-function.js';
import type { FleetProcess } from '../../fleet/fleet-process.js';
import type { NamedFleet } from '../../fleet/fleet-of.js';
import type { Clock } from '../../time/clock.js';

const maxAgeInMs = 1_900;

/** What the processes of a fleet say together. */
export interface FleetState {
  readonly processes: readonly FleetProcess[];
  readonly functions: ReadonlyMap<string, FleetFunction>;
  /** Why this is what they said before. */
  readonly error?: string;
}

/** The processes of the fleet, read once for all who look. */
export class FleetReading {
  private readonly shared: SharedReading<FleetState>;
  private latest: FleetState = { processes: [], functions: new Map() };

  constructor(
    private readonly named: NamedFleet,
    private readonly scrub: (text: string) => string,
    clock: Clock,
  ) {
    this.shared = new SharedReading(() => this.read(), clock);
  }

  get name(): string {
    return this.named.name;
  }

  /** Never rejects. */
  get(): Promise<FleetState> {
    return this.shared.get(maxAgeInMs);
  }

  /** At once after something was changed. */
  getNew(): Promise<FleetState> {
    return this.shared.get(0);
  }

  private async read(): Promise<FleetState> {
    const { fleet } = this.named;
    try {
      const [processes, pauses] = await Promise.all([fleet.processes(), fleet.pauses()]);
      const functions = new Map(summarize(processes, pauses).map((each) => [each.functionId, each]));
      this.latest = { processes, functions };
      return this.latest;
    } catch (error) {
      return { ...this.latest, error: this.scrub(isError(error) ? error.message : String(error)) };
    }
  }
}
