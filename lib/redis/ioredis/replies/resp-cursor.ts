/** The types of RESP2 and RESP3, by the byte that each begins with. */
export const respType = {
  array: 0x2a,
  attribute: 0x7c,
  blobError: 0x21,
  blobString: 0x24,
  map: 0x25,
  null: 0x5f,
  number: 0x3a,
  push: 0x3e,
  set: 0x7e,
  verbatimString: 0x3d,
} as const;

const carriageReturn = 0x0d;
const lineFeed = 0x0a;
const minus = 0x2d;
const zero = 0x30;

/** A place in bytes of RESP. */
export class RespCursor {
  constructor(
    readonly data: Buffer,
    public at: number,
  ) {}

  /** The type of the value at the cursor; NaN at the end. */
  get type(): number {
    return this.data[this.at] ?? Number.NaN;
  }

  /** Whether the value at the cursor is of this type. */
  isAt(type: number): boolean {
    return this.data[this.at] === type;
  }

  /**
   * Reads the whole number of a line whose type is at the cursor, and moves behind the line. NaN where the line has
   * not come to its end, or is no number.
   */
  readNumber(): number {
    const { data } = this;
    let at = this.at + 1;
    const isNegative = data[at] === minus;
    if (isNegative) at++;
    let number = 0;
    for (; at + 1 < data.length; at++) {
      const byte = data[at] as number;
      if (byte === carriageReturn) {
        this.at = at + 2;
        return isNegative ? -number : number;
      }
      if (byte < zero || byte > zero + 9) return Number.NaN;
      number = 10 * number + byte - zero;
    }
    return Number.NaN;
  }

  /** Reads the text at the cursor, which is all there; its bytes stay where they are. */
  readBytes(): Buffer {
    return this.bytesOf(this.readNumber());
  }

  /** The same, of a text that may be null. */
  readBytesOrNull(): Buffer | null {
    const length = this.readNumber();
    return length < 0 ? null : this.bytesOf(length);
  }

  /** The same, of a text that is ASCII. */
  readAscii(): string {
    const { start, end } = this.skipText();
    return this.data.toString('latin1', start, end);
  }

  /** Whether the text at the cursor, which is all there, has these bytes; moves behind it if so. */
  skipIfEqual(bytes: Buffer): boolean {
    const { data, at: before } = this;
    const { start, end } = this.skipText();
    let isEqual = end - start === bytes.length;
    for (let index = 0; isEqual && index < bytes.length; index++) {
      isEqual = data[start + index] === bytes[index];
    }
    if (!isEqual) this.at = before;
    return isEqual;
  }

  /** Moves behind the line at the cursor; false where it has not come to its end. */
  skipLine(): boolean {
    const { data } = this;
    // By hand, for most lines are short: those of numbers.
    for (let at = this.at; at + 1 < data.length; at++) {
      if (data[at] !== carriageReturn || data[at + 1] !== lineFeed) continue;
      this.at = at + 2;
      return true;
    }
    return false;
  }

  private bytesOf(length: number): Buffer {
    const start = this.at;
    this.at += length + 2;
    return this.data.subarray(start, start + length);
  }

  private skipText(): { readonly start: number; readonly end: number } {
    const length = this.readNumber();
    const start = this.at;
    this.at += length + 2;
    return { start, end: start + length };
  }
}
