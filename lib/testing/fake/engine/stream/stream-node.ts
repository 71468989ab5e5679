import type { Bytes } from '../../resp/bytes.js';
import type { StreamEntry } from './stream-entry.js';

/**
 * A run of entries. Redis packs entries in nodes, and an approximate trim (`~`) removes whole nodes only: so
 * what such a trim leaves depends on where nodes begin and end, and a fake has to know it.
 */
export class StreamNode {
  readonly entries: StreamEntry[];
  private readonly masterFields: readonly Bytes[];
  private readonly firstMs: bigint;
  private readonly firstSeq: bigint;
  /** With those that were deleted since. */
  private addedCount = 0;
  private size: number;

  constructor(first: StreamEntry) {
    this.entries = [];
    this.masterFields = fieldNames(first.fields);
    this.firstMs = first.id.ms;
    this.firstSeq = first.id.seq;
    // The pack's own head and end, and its first record: counts, the field names, a closing zero.
    this.size = 7 + sizeOfInteger(0n) * 3 + sizeOfInteger(0n) + sum(this.masterFields.map(sizeOfText));
    this.add(first);
  }

  /** Whether an entry still belongs here, by the server's limits. */
  hasRoomFor(entry: StreamEntry, limits: NodeLimits): boolean {
    if (limits.entries > 0 && this.addedCount >= limits.entries) return false;
    const length = sum(entry.fields.map((text) => text.length));
    return this.size + length < (limits.bytes > 0 ? limits.bytes : Infinity);
  }

  add(entry: StreamEntry): void {
    this.entries.push(entry);
    this.addedCount++;
    this.size += this.sizeOfEntry(entry);
  }

  private sizeOfEntry({ id, fields }: StreamEntry): number {
    const hasMasterFields = isSame(fieldNames(fields), this.masterFields);
    const values = fields.filter((_, index) => !hasMasterFields || index % 2 === 1);
    const head =
      sizeOfInteger(hasMasterFields ? 2n : 0n) + (hasMasterFields ? 0 : sizeOfInteger(BigInt(fields.length)));
    const ids = sizeOfInteger(id.ms - this.firstMs) + sizeOfInteger(id.seq - this.firstSeq);
    return head + ids + sum(values.map(sizeOfText)) + sizeOfInteger(BigInt(values.length));
  }
}

/** `stream-node-max-entries` and `stream-node-max-bytes`; zero is no limit. */
export interface NodeLimits {
  readonly entries: number;
  readonly bytes: number;
}

const fieldNames = (fields: readonly Bytes[]): Bytes[] => fields.filter((_, index) => index % 2 === 0);
const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
const isSame = (a: readonly Bytes[], b: readonly Bytes[]): boolean =>
  a.length === b.length && a.every((one, index) => one === b[index]);

/** How many bytes a listpack takes for an integer. */
function sizeOfInteger(value: bigint): number {
  if (value >= 0n && value <= 127n) return 2;
  if (value >= -4096n && value <= 4095n) return 3;
  for (const [bits, size] of [
    [15n, 4],
    [23n, 5],
    [31n, 6],
  ] as const) {
    if (value >= -(1n << bits) && value < 1n << bits) return size;
  }
  return 10;
}

/** How many bytes a listpack takes for a text; one that is an integer is held as such. */
function sizeOfText(text: Bytes): number {
  if (/^(0|-?[1-9]\d{0,17})$/.test(text)) return sizeOfInteger(BigInt(text));
  const head = text.length < 64 ? 1 : text.length < 4096 ? 2 : 5;
  const body = head + text.length;
  const back = body < 128 ? 1 : body < 16_384 ? 2 : body < 2_097_152 ? 3 : 4;
  return body + back;
}
