/** However much room there is: the reply of each read has to be kept by Redis until it can be written. */
const mostReads = 16;

/** As many bytes are asked for at once, by the size of what came last: large messages are not heaped up here. */
const mostBytes = 4 * 1024 * 1024;

/** What the reads of a function are like. */
export interface ReadLimits {
  /** The most elements of one read. */
  readonly count: number;
  /** Whether all of them are one invocation. */
  readonly batch: boolean;
}

/** A read that is under way. */
export interface Read<Message> {
  readonly number: number;
  readonly asked: number;
  /** How much room what it takes may need. */
  readonly takes: number;
  readonly reply: Promise<Message[]>;
}

/**
 * The reads that are under way, the one that is answered next first. After a read that took all that it asked for
 * there is most likely more: then the next are sent before the first is answered, twice as many each time.
 */
export class ReadsUnderWay<Message> {
  private readonly reads: Read<Message>[] = [];
  /** How many reads may be under way at once. */
  private depth = 1;
  private begun = 0;
  /** How many elements `mostBytes` are, as far as is known; at least one. */
  private mostAtOnce = Infinity;

  constructor(
    private readonly read: (count: number) => Promise<Message[]>,
    private readonly limits: ReadLimits,
    /** How many bytes a message has. */
    private readonly sizeOf: (message: Message) => number,
  ) {}

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

  /** Begins one, if there is room for what it takes beyond what those under way take. */
  begin(room: number): boolean {
    const { batch, count } = this.limits;
    let roomLeft = room;
    let mostLeft = this.mostAtOnce;
    for (const { takes, asked } of this.reads) {
      roomLeft -= takes;
      mostLeft -= asked;
    }
    if (roomLeft <= 0 || mostLeft <= 0) return false;
    const asked = batch ? count : Math.min(count, roomLeft, mostLeft);
    const reply = this.read(asked);
    // Heard of when its turn comes.
    reply.catch(() => undefined);
    this.reads.push({ number: ++this.begun, asked, takes: batch ? 1 : asked, reply });
    return true;
  }

  /** Begins as many more as there is room for, as long as reads bring what they ask for. */
  beginMore(room: number): void {
    while (this.reads.length < this.depth && this.begin(room));
  }

  /** The first was answered. */
  answered(messages: readonly Message[]): void {
    const asked = this.reads.shift()?.asked ?? 0;
    this.depth = messages.length < asked ? 1 : Math.min(2 * this.depth, mostReads);
    // One tells enough of those beside it, and to measure all would take time for each.
    const [one] = messages;
    if (one) this.mostAtOnce = Math.max(1, Math.floor(mostBytes / Math.max(1, this.sizeOf(one))));
  }

  /**
   * The first has failed: what broke it has most likely broken those behind it. Resolves with what these took all
   * the same.
   */
  async failed(): Promise<Message[][]> {
    this.depth = 1;
    const [, ...others] = this.reads.splice(0);
    const settled = await Promise.allSettled(others.map(({ reply }) => reply));
    return settled.flatMap((each) =>
      each.status === 'fulfilled' && each.value.length > 0 ? [each.value] : [],
    );
  }
}
