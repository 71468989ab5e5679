import { Fifo } from './fifo.js';

/** What keeps the order of works, where some depend on others. */
export interface LaneRules<Work> {
  /**
   * The lane of a work: those of one lane run one after another. Undefined: it depends on none. Never throws; a promise,
   * which never rejects, where it is not known yet.
   */
  readonly laneOf: (work: Work) => MaybeLater<string | undefined>;
  /** What is the same for a work each time that it comes. */
  readonly idOf: (work: Work) => unknown;
  /** Asked when a work has ended: whether it will come again, so that its lane waits for it. */
  readonly comesAgain: (work: Work) => boolean;
  /** The most works that may wait behind others of their lanes. */
  readonly limit: number;
}

type MaybeLater<Value> = Value | Promise<Value>;

/** A work that cannot enter a lane yet: its own lane, or that of a work that came before it, is not known. */
interface Entering<Work> {
  readonly work: Work;
  readonly lane: MaybeLater<string | undefined>;
}

interface Lane<Work> {
  readonly name: string;
  readonly behind: Fifo<Work>;
  /** The work that may run, or runs; undefined while the lane waits for it to come again. */
  head: Work | undefined;
  /** The same work, where it has come again before its end was told: it keeps its turn. */
  again?: Work | undefined;
}

/** The works of each lane: one that may run, and those behind it. */
export class Lanes<Work> {
  private readonly lanes = new Map<string, Lane<Work>>();
  /** The lane of each work that is at the head of one. */
  private readonly heads = new Map<Work, Lane<Work>>();
  /** The lanes that wait for a work to come again, by its id. */
  private readonly awaiting = new Map<unknown, Lane<Work>>();
  /** All that have not begun, in the order in which they came. */
  private readonly unbegun = new Set<Work>();
  private behind = 0;
  /** In the order in which they came: two of them may turn out to share a lane. */
  private readonly entrance = new Fifo<Entering<Work>>();

  constructor(
    private readonly rules: LaneRules<Work>,
    /** Called with a work whose lane was not known when it entered, as soon as it may run. */
    private readonly onAdmitted: (work: Work) => void,
  ) {}

  /** How many wait until their lane is known. */
  get entering(): number {
    return this.entrance.size;
  }

  /** How many more may wait behind others. */
  get room(): number {
    return this.rules.limit - this.behind;
  }

  /** How many wait behind others. */
  get waiting(): number {
    return this.behind;
  }

  /**
   * Takes a work in, and says whether it may run. Else it is behind another, and comes from `end` or `stopWaitingFor`; or its
   * lane is not known yet, and `onAdmitted` hears of it.
   */
  enter(work: Work): boolean {
    if (this.takeAwaited(work)) return true;
    const lane = this.rules.laneOf(work);
    if (this.entrance.size === 0 && !(lane instanceof Promise)) return this.enterLane(work, lane);
    this.entrance.push({ work, lane });
    if (this.entrance.size === 1) void this.admit();
    return false;
  }

  /** Lets in what has come, one after the other, as soon as the lane of the oldest is known. */
  private async admit(): Promise<void> {
    for (let next = this.entrance.oldest; next; next = this.entrance.oldest) {
      const lane = await next.lane;
      // Meanwhile they may all have been taken out.
      if (this.entrance.oldest !== next) return;
      this.entrance.shift();
      if (this.takeAwaited(next.work) || this.enterLane(next.work, lane)) this.onAdmitted(next.work);
    }
  }

  /** Puts a work that a lane waits for at the head of that lane. False: no lane waits for it. */
  private takeAwaited(work: Work): boolean {
    const lane = this.awaiting.size > 0 && this.awaiting.get(this.rules.idOf(work));
    if (!lane) return false;
    this.awaiting.delete(this.rules.idOf(work));
    this.unbegun.add(work);
    this.lead(lane, work);
    return true;
  }

  private enterLane(work: Work, name: string | undefined): boolean {
    this.unbegun.add(work);
    if (name === undefined) return true;
    const lane = this.lanes.get(name);
    if (lane) {
      this.enqueue(lane, work);
      return false;
    }
    const opened: Lane<Work> = { name, behind: new Fifo<Work>(), head: undefined };
    this.lanes.set(name, opened);
    this.lead(opened, work);
    return true;
  }

  begin(work: Work): void {
    this.unbegun.delete(work);
  }

  /** A work has ended. Returns the one that may run instead, if there is one. */
  end(work: Work): Work | undefined {
    const lane = this.heads.get(work);
    if (!lane) return undefined;
    this.heads.delete(work);
    lane.head = undefined;
    const { again } = lane;
    if (again !== undefined) {
      lane.again = undefined;
      this.lead(lane, again);
      return again;
    }
    if (!this.rules.comesAgain(work)) return this.advance(lane);
    this.awaiting.set(this.rules.idOf(work), lane);
    return undefined;
  }

  /** The work of this id will not come again after all. Returns the one that may run instead. */
  stopWaitingFor(id: unknown): Work | undefined {
    const lane = this.awaiting.get(id);
    if (!lane) return undefined;
    this.awaiting.delete(id);
    return this.advance(lane);
  }

  /** Takes out all that have not begun, in the order in which they came. */
  drain(): Work[] {
    const unbegun = [...this.unbegun, ...this.entrance.drain().map(({ work }) => work)];
    this.unbegun.clear();
    this.lanes.clear();
    this.heads.clear();
    this.awaiting.clear();
    this.behind = 0;
    return unbegun;
  }

  private lead(lane: Lane<Work>, work: Work): void {
    lane.head = work;
    this.heads.set(work, lane);
  }

  private enqueue(lane: Lane<Work>, work: Work): void {
    const { idOf } = this.rules;
    if (lane.head !== undefined && lane.again === undefined && idOf(lane.head) === idOf(work)) {
      lane.again = work;
      return;
    }
    lane.behind.push(work);
    this.behind += 1;
  }

  private advance(lane: Lane<Work>): Work | undefined {
    const next = lane.behind.shift();
    if (next !== undefined) {
      this.behind -= 1;
      this.lead(lane, next);
    } else {
      this.lanes.delete(lane.name);
    }
    return next;
  }
}
