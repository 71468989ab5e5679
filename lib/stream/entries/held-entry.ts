import type { StreamEntry } from '../../messages/stream-entry.js';

/** Which entry, without its fields. */
export type EntryRef = Pick<StreamEntry, 'key' | 'id' | 'deliveryCount'>;

/** Which entry it is. */
export type EntryName = Pick<EntryRef, 'key' | 'id'>;

/** What this process has to do with an entry that it holds; `HeldEntries` says how one follows another. */
export type HeldState = 'delivered' | 'taken' | 'suspect' | 'retrying' | 'postponed' | 'unrecorded';

/** An entry that this process holds; without its fields, which may be large. */
export interface HeldEntry extends EntryName {
  deliveryCount: number;
  state: HeldState;
  /** When it is to be delivered again; undefined where it waits for something else. */
  dueAt: number | undefined;
  /** When Redis was last told that it is held, milliseconds since the epoch. */
  renewedAt: number;
  /** Whether no other consumer had it before, so that nobody else can have acknowledged it late. */
  readonly isFirstHand: boolean;
  /** Whether its group was destroyed while it was held: then it need not be acknowledged although it is not pending. */
  isGroupGone: boolean;
  /** Told when its handler has ended. */
  onEnd: (() => void)[] | undefined;
}

/** An id is unique in one stream only. */
export function nameOf({ key, id }: EntryName): string {
  return `${id} ${key}`;
}
