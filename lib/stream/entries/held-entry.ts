import type { StreamEntry } from '../../messages/stream-entry.js';

/** Which entry, without its fields. */
export type EntryRef = Pick<StreamEntry, 'key' | 'id' | 'deliveryCount'>;

/** Which entry it is. */
export type EntryName = Pick<EntryRef, 'key' | 'id'>;

/**
 * Why an entry waits to be delivered: its handler failed, or asked for that; it was claimed from a process that is gone;
 * or it is kept from others, and not delivered any more.
 */
export type WaitReason = 'failed' | 'asked-for' | 'claimed' | 'kept';

/** An entry that is pending for this consumer and known here; without its fields, which may be large. */
export interface Held extends EntryRef {
  /** When Redis was last told that it is held, milliseconds since the epoch. */
  touchedAt: number;
  /** When it is to be delivered again; undefined while it waits for nothing but its handler. */
  readonly dueAt: number | undefined;
  /** Why; undefined where it does not wait. */
  readonly reason: WaitReason | undefined;
  /** Whether no other consumer had it before, so that nobody else can have acknowledged it late. */
  readonly isFirstHand: boolean;
  /** Whether its group was destroyed while it was held: then that it is not pending does not say that it was acknowledged. */
  isGroupGone: boolean;
  /** Whether another consumer has it by now, although its handler runs here or waits to. */
  isLost: boolean;
  /** Told when its handler has ended. */
  onEnd: (() => void)[] | undefined;
}
