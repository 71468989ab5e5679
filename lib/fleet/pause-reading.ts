import { SharedReading } from '../backlog/shared-reading.js';
import type { CommandClient } from '../redis/commands/clients.js';
import type { Clock } from '../time/clock.js';
import { withPatience } from '../time/with-patience.js';
import { askPauses } from './ask-pauses.js';
import type { FleetKeys } from './fleet-keys.js';

/** A pause may have begun or ended so long ago, in milliseconds, and not be known yet. */
const maxAgeInMs = 1_000;

/** Knows which functions a fleet has paused, for those who ask often. */
export class PauseReading {
  private known: ReadonlySet<string> = new Set();
  private readonly reading: SharedReading<ReadonlySet<string>>;

  constructor(client: CommandClient, keys: FleetKeys, clock: Pick<Clock, 'now'>, timeoutInMs: number) {
    this.reading = new SharedReading(async () => {
      await withPatience(timeoutInMs, new AbortController().signal, (patience) => client.whenReady(patience));
      const pauses = await askPauses(client, keys);
      return new Set(pauses.map(({ functionId }) => functionId));
    }, clock);
  }

  /** Resolves with whether a function is paused; while Redis does not say, with what it said last. */
  async isPaused(functionId: string): Promise<boolean> {
    this.known = await this.reading.get(maxAgeInMs).catch(() => this.known);
    return this.known.has(functionId);
  }
}
