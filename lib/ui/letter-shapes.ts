/** What the page is told of dead letters, as JSON. Times are in milliseconds since 1970. */

/** A dead letter in a list. */
export interface LetterRow {
  readonly id: string;
  readonly key: string;
  readonly source: string;
  readonly failedAt: number | null;
  readonly reason: string;
  readonly attempts: number;
  readonly group: string;
  readonly error: string;
  /** How its message begins; absent where messages are hidden. */
  readonly preview?: string;
  readonly bytes: number;
}

/** A part of the dead letters of a function. */
export interface LetterPage {
  readonly total: number;
  readonly lookedAt: number;
  readonly letters: readonly LetterRow[];
  /** Where the next part begins; absent at the end. */
  readonly next?: string;
}

export interface ShownGroup {
  readonly group: string;
  readonly reason: string;
  readonly error: string;
  readonly message: string;
  readonly count: number;
  readonly firstAt: number | null;
  readonly lastAt: number | null;
}

export interface GroupPage {
  readonly total: number;
  readonly lookedAt: number;
  readonly matched: number;
  /** Messages are shown as they are, so that they may be taken along. */
  readonly canExport: boolean;
  readonly groups: readonly ShownGroup[];
}

/** Bytes in JSON: as text where they are UTF-8. */
export type ShownBytes = string | { readonly base64: string };

/** A dead letter as JSON, from which its message can be made again: a line of an export. */
export interface ShownLine {
  readonly functionId: string;
  readonly key: string;
  readonly id: string;
  readonly kind: 'pubsub' | 'list' | 'stream';
  readonly source: ShownBytes;
  readonly reason: string;
  readonly error: { readonly name: string; readonly message: string; readonly stack?: string };
  readonly group: string;
  readonly attempts: number;
  readonly failedAt: string | null;
  readonly entryId?: string;
  readonly deliveryCount?: number;
  readonly fields?: readonly (readonly [name: ShownBytes, value: ShownBytes])[];
  readonly body?: ShownBytes;
}

/** Everything of one dead letter, its message cut where it is long. */
export interface ShownLetter {
  readonly line: ShownLine;
  /** Why it cannot be edited here. */
  readonly notEditable?: string;
  readonly isHidden?: boolean;
  /** How many bytes the message has, where it was cut. */
  readonly cutOf?: number;
}
