import { InFlightMap } from '../../listeners/window/in-flight-map.js';
import type { EntryName, EntryRef, HeldEntry, HeldState } from './held-entry.js';
import type { SettledEntries } from './settled-entries.js';

/** Any state but the one in which nearly all entries are: to count those would cost time for each. */
type CountedState = Exclude<HeldState, 'delivered'>;

/** The entries of one stream. */
interface KeyEntries {
  readonly held: InFlightMap<string, HeldEntry>;
  /** What was settled lately; undefined where nothing of it can come once more. */
  settled: SettledEntries | undefined;
}

/** Finds entries by key and id, and counts them by state. Only `HeldEntries` changes it. */
export class EntryTable {
  /** By key, then by id: to join the two for each entry would cost more than all the rest. */
  private readonly keys = new Map<string, KeyEntries>();
  private readonly suspects = new Set<HeldEntry>();
  private readonly counts: Record<CountedState, number> = {
    taken: 0,
    suspect: 0,
    retrying: 0,
    postponed: 0,
    unrecorded: 0,
  };
  private counted = 0;

  get size(): number {
    return [...this.keys.values()].reduce((sum, { held }) => sum + held.size, 0);
  }

  /** Whether all are in the state in which nearly all are: then none needs to be looked at. */
  get areAllDelivered(): boolean {
    return this.counted === 0;
  }

  /** The suspect that came first. */
  get firstSuspect(): HeldEntry | undefined {
    for (const suspect of this.suspects) return suspect;
    return undefined;
  }

  count(state: CountedState): number {
    return this.counts[state];
  }

  ofKey(key: string): KeyEntries {
    let ofKey = this.keys.get(key);
    if (!ofKey) {
      ofKey = { held: new InFlightMap<string, HeldEntry>(), settled: undefined };
      this.keys.set(key, ofKey);
    }
    return ofKey;
  }

  find({ key, id }: EntryName): HeldEntry | undefined {
    return this.keys.get(key)?.held.get(id);
  }

  add(
    ofKey: KeyEntries,
    { key, id, deliveryCount }: EntryRef,
    renewedAt: number,
    isFirstHand: boolean,
  ): void {
    ofKey.held.set(id, {
      key,
      id,
      deliveryCount,
      state: 'delivered',
      dueAt: undefined,
      renewedAt,
      isFirstHand,
      isGroupGone: false,
      onEnd: undefined,
    });
  }

  setState(entry: HeldEntry, state: HeldState, dueAt?: number): void {
    this.recount(entry.state, -1);
    if (entry.state === 'suspect') this.suspects.delete(entry);
    entry.state = state;
    entry.dueAt = dueAt;
    this.recount(state, 1);
    if (state === 'suspect') this.suspects.add(entry);
  }

  *all(): Iterable<HeldEntry> {
    for (const { held } of this.keys.values()) yield* held.values();
  }

  filter(test: (entry: HeldEntry) => boolean): HeldEntry[] {
    return [...this.all()].filter(test);
  }

  private recount(state: HeldState, by: 1 | -1): void {
    if (state === 'delivered') return;
    this.counts[state] += by;
    this.counted += by;
  }
}
