import type { StreamIntake } from './stream-intake.js';
import type { StreamReader } from './stream-reader.js';

/** Who reads a key, and where its entries come in. */
export interface KeyReader {
  readonly reader: StreamReader;
  readonly intake: StreamIntake;
}

/** The readers of one function: one for all its keys or, in a cluster, one for each slot. */
export class KeyReaders {
  private readonly readers = new Map<string, KeyReader>();

  add(keys: readonly string[], reader: KeyReader): void {
    for (const key of keys) this.readers.set(key, reader);
  }

  intakeOf(key: string): StreamIntake {
    return this.of(key).intake;
  }

  /** Ends the wait of the reader of a key, where it waits for new entries. */
  hurry(key: string): void {
    this.of(key).reader.hurry();
  }

  /** Leaves the group on every stream where nothing is pending. */
  async leaveGroups(): Promise<void> {
    const readers = new Set([...this.readers.values()].map(({ reader }) => reader));
    await Promise.all([...readers].map((reader) => reader.leave()));
  }

  private of(key: string): KeyReader {
    const found = this.readers.get(key);
    if (!found) throw new Error(`no reader reads ${key}`);
    return found;
  }
}
