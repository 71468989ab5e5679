import { mostBytesUnderWay, type ReadBudget } from '../window/read-budget.js';

/** However much room there is: the reply of each read has to be kept by Redis until it can be written. */
const mostReads = 16;

/** Asked by a read that brings its batch in pieces: nothing is asked for beside it. */
const inPieces = Infinity;

/** What the reads of a function are like. */
export interface ReadLimits {
  /** The most elements of one read. */
  readonly count: number;
  /** Whether all of them are one invocation. */
  readonly batch: boolean;
  /** How much room there is while nothing runs and nothing waits. */
  readonly mostRoom: number;
  /** The most reads that are answered side by side, one for each slot of a cluster; each brings one message at least. */
  readonly slots: number;
  /** Whether the server itself ends a read before it brings too many bytes. */
  readonly isBoundByServer: boolean;
}

/** A read that is under way. */
export interface Read<Message> {
  readonly number: number;
  readonly asked: number;
  /** How much room what it takes may need. */
  readonly takes: number;
  readonly reply: Promise<Message[]>;
  /** Whether its reply has come. */
  readonly isAnswered: boolean;
}

export interface ReadAheadOptions<Message> {
  readonly read: (count: number) => Promise<Message[]>;
  readonly limits: ReadLimits;
  readonly budget: ReadBudget;
  /** How many bytes a message has. */
  readonly sizeOf: (message: Message) => number;
}

/**
 * The reads that are under way, the one that is answered next first. After a read that took all that it asked for
 * there is most likely more: then the next are sent before the first is answered, twice as many each time.
 */
export class ReadAhead<Message> {
  private readonly reads: Read<Message>[] = [];
  /** How many reads may be under way at once. */
  private depth = 1;
  private begun = 0;

  constructor(private readonly options: ReadAheadOptions<Message>) {}

  get size(): number {
    return this.reads.length;
  }

  /** The one that is answered next. */
  get first(): Read<Message> | undefined {
    return this.reads[0];
  }

  /** The number of the latest. */
  get latest(): number {
    return this.begun;
  }

  /** Whether the last reply brought all that was asked for. */
  get findsAll(): boolean {
    return this.depth > 1;
  }

  /** Begins one, if there is room for what it takes beyond what those under way take; else returns false. */
  begin(room: number): boolean {
    return this.beginWith(this.mayAskFor(room));
  }

  /**
   * Begins as many whole reads as there is room for, as long as reads bring what they ask for. A small read costs as
   * much as a whole one, and leads to the next: its messages come together and end together, and leave as little room.
   */
  beginWhole(room: number): void {
    const { wholeRead } = this;
    while (this.reads.length < this.depth) {
      const asked = this.mayAskFor(room);
      if (asked < wholeRead || !this.beginWith(asked)) return;
    }
  }

  /** Begins as many reads as there is room for, small ones too, as long as reads bring what they ask for. */
  beginMore(room: number): void {
    while (this.reads.length < this.depth && this.begin(room));
  }

  /**
   * Whether the next whole reads would be few, at most a quarter of those under way, and more may begin with them in a moment,
   * because the next reply has come already.
   */
  wouldBeFew(room: number): boolean {
    if (!this.first?.isAnswered) return false;
    const { wholeRead } = this;
    const takes = this.options.limits.batch ? 1 : wholeRead;
    const { roomLeft, mostLeft } = this.leftOf(room);
    const wholeReads = Math.min(this.depth - this.size, roomLeft / takes, mostLeft / wholeRead);
    return wholeReads <= this.size >> 2;
  }

  /** Whether the next read would be small only because there is no room for a whole one. */
  wouldBeSmall(room: number): boolean {
    if (!this.findsAll || this.reads.length >= this.depth) return false;
    const asked = this.mayAskFor(room);
    return asked > 0 && asked < this.wholeRead;
  }

  /** The first was answered. */
  answered(messages: readonly Message[]): void {
    const asked = this.reads.shift()?.asked ?? 0;
    this.depth = messages.length < asked ? 1 : Math.min(2 * this.depth, mostReads);
    if (asked !== inPieces) this.learnFrom(messages);
  }

  /**
   * The first has failed: what broke it has most likely broken those behind it. Resolves with what these took all
   * the same.
   */
  async failed(): Promise<Message[][]> {
    this.depth = 1;
    this.options.budget.startAnew();
    const [, ...others] = this.reads.splice(0);
    const settled = await Promise.allSettled(others.map(({ reply }) => reply));
    return settled.flatMap((each) =>
      each.status === 'fulfilled' && each.value.length > 0 ? [each.value] : [],
    );
  }

  /** How many messages all reads together may ask for. */
  private get mostAtOnce(): number {
    const { limits, budget } = this.options;
    return Math.max(limits.slots, budget.underWay);
  }

  /** How many messages the largest read asks for. */
  private get wholeRead(): number {
    const { batch, count, mostRoom } = this.options.limits;
    return batch ? count : Math.min(count, mostRoom, this.mostAtOnce);
  }

  /** How many messages the next read may ask for, beside those under way; 0 or less where there is no room. */
  private mayAskFor(room: number): number {
    const { batch, count } = this.options.limits;
    const { roomLeft, mostLeft } = this.leftOf(room);
    if (roomLeft <= 0 || mostLeft <= 0) return 0;
    return batch ? count : Math.min(count, roomLeft, mostLeft);
  }

  /** What those under way leave of the room, and of the most messages to ask for at once. */
  private leftOf(room: number): { roomLeft: number; mostLeft: number } {
    let roomLeft = room;
    let mostLeft = this.mostAtOnce;
    for (const { takes, asked } of this.reads) {
      roomLeft -= takes;
      mostLeft -= asked;
    }
    return { roomLeft, mostLeft };
  }

  private beginWith(asked: number): boolean {
    if (asked <= 0) return false;
    const { batch, count, isBoundByServer } = this.options.limits;
    if (batch && count > this.mostAtOnce && !isBoundByServer) return this.beginPieces();
    this.add(asked, batch ? 1 : asked, this.options.read(asked));
    return true;
  }

  private add(asked: number, takes: number, reply: Promise<Message[]>): void {
    const read = { number: ++this.begun, asked, takes, reply, isAnswered: false };
    const settle = (): void => void (read.isAnswered = true);
    // What it failed with is heard of when its turn comes.
    reply.then(settle, settle);
    this.reads.push(read);
  }

  /** Tells the budget how large messages are; returns how many bytes these have. */
  private learnFrom(messages: readonly Message[]): number {
    const { budget, sizeOf } = this.options;
    let bytes = 0;
    let largest = 0;
    for (const message of messages) {
      const size = sizeOf(message);
      bytes += size;
      if (size > largest) largest = size;
    }
    if (messages.length > 0) budget.came(largest);
    return bytes;
  }

  /**
   * Begins a batch that is too much for one read, as far as is known: several reads, one after the other, bring it.
   * Nothing is read beside them, because their messages must follow one another.
   */
  private beginPieces(): boolean {
    if (this.reads.length > 0) return false;
    this.add(inPieces, 1, this.readPieces());
    return true;
  }

  private async readPieces(): Promise<Message[]> {
    const { read, limits } = this.options;
    const batch: Message[] = [];
    for (let bytes = 0; batch.length < limits.count && bytes < mostBytesUnderWay;) {
      const asked = Math.min(limits.count - batch.length, this.mostAtOnce);
      // What came before must not be lost with a piece that fails: the next read meets the same trouble.
      const piece = await (batch.length === 0 ? read(asked) : read(asked).catch(() => []));
      for (const message of piece) batch.push(message);
      bytes += this.learnFrom(piece);
      if (piece.length < asked) break;
    }
    return batch;
  }
}
