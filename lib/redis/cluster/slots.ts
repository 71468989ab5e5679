import { slotOfCommand } from '../ioredis/command-slot.js';

/** How many slots a cluster has. */
export const slotCount = 16_384;

/** The slot of a key, or of a sharded channel. */
export function slotOfKey(key: string): number {
  return slotOfCommand(['GET', key]) ?? 0;
}

/** Puts keys together that are in one slot; the groups in the order of their first keys. */
export function groupBySlot(keys: readonly string[]): string[][] {
  const groups = new Map<number, string[]>();
  for (const key of keys) {
    const slot = slotOfKey(key);
    groups.set(slot, [...(groups.get(slot) ?? []), key]);
  }
  return [...groups.values()];
}
