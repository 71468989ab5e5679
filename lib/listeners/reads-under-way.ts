/** However much room there is: the reply of each read has to be kept by Redis until it can be written. */
const mostReads = 16;

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

  constructor(
    private readonly read: (count: number) => Promise<Message[]>,
    private readonly limits: ReadLimits,
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
    const left = this.reads.reduce((sum, { takes }) => sum - takes, room);
    if (left <= 0) return false;
    const asked = batch ? count : Math.min(count, left);
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
  answered({ length }: readonly Message[]): void {
    const asked = this.reads.shift()?.asked ?? 0;
    this.depth = length < asked ? 1 : Math.min(2 * this.depth, mostReads);
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
