import { idAfter } from '../../redis/commands/stream-reply.js';
import { aloneFrom } from '../../listeners/poison/suspects.js';
import type { EntryDelivery } from './entry-delivery.js';
import type { EntryRef } from '../entries/held-entry.js';
import type { PendingLine } from '../entries/pending-lines.js';
import type { RedeliveryOptions } from './redelivery-options.js';
import type { Claimable } from '../reading/take-over.js';

/** How many pending entries are looked at in one go. */
const pageSize = 1_000;

/** While this many suspects wait here to run alone, no more are claimed, so that other processes can have them. */
const mostSuspects = 100;

/** A listed entry, and how often it was delivered to somebody whom it reached. */
interface Listed extends PendingLine {
  readonly key: string;
  readonly deliveries: number;
}

/** Finds the pending entries that nobody works on, and has them claimed. */
export class PendingSweep {
  private readonly quiescing: AbortSignal;

  constructor(
    private readonly options: RedeliveryOptions,
    private readonly delivery: EntryDelivery,
  ) {
    this.quiescing = options.quiescing.signal;
  }

  /**
   * Looks at all that is pending, and has everything claimed whose lease nobody has renewed for `claimIdleInMs`, as
   * fast as there is room for it. Resolves with whether something was left for the next time.
   */
  async claimIdle(): Promise<boolean> {
    const { positions, schedule } = this.options;
    const { keys, claimIdleInMs } = this.options.descriptor;
    let isSomeLeft = false;
    const sweeps = keys.map(async (key) => {
      let firstOfOthers: string | undefined;
      const counts = new Map<string, number>();
      for await (const page of this.pages(key)) {
        if (firstOfOthers === undefined) {
          firstOfOthers = page.find((line) => !this.isOwn(line))?.id;
          if (firstOfOthers !== undefined) positions.pendingOfOthersFrom(key, firstOfOthers);
        }
        const idle = this.unknownOf(key, page).filter(({ idleInMs }) => idleInMs >= claimIdleInMs);
        if (idle.some((line) => this.isOwn(line))) schedule.lookForLost();
        const ofOthers = idle.filter((line) => !this.isOwn(line)).map((line) => listed(key, line));
        for (const { consumer } of ofOthers) counts.set(consumer, (counts.get(consumer) ?? 0) + 1);
        if (!(await this.take(key, ofOthers, claimIdleInMs))) isSomeLeft = true;
      }
      this.tellOf(key, counts);
      if (firstOfOthers === undefined) positions.pendingOfOthersFrom(key, undefined);
    });
    await everyOne(sweeps);
    return isSomeLeft;
  }

  /**
   * Claims entries whose delivery was lost: they are pending for this very consumer and still unknown here when all reads
   * are answered that may bring them.
   */
  async adoptLost(): Promise<void> {
    await everyOne(this.options.descriptor.keys.map((key) => this.adoptLostOf(key)));
  }

  private async adoptLostOf(key: string): Promise<void> {
    const { readers } = this.options;
    const intake = readers.intakeOf(key);
    for await (const page of this.pages(key, this.options.consumer)) {
      if (this.unknownOf(key, page).length === 0) continue;
      readers.hurry(key);
      await intake.underWay.whenAnswered(this.quiescing);
      if (this.quiescing.aborted) return;
      const lost = this.unknownOf(key, page).map((line) => ({
        ...listed(key, line),
        deliveries: intake.deliveriesBefore({ ...line, key }),
      }));
      await this.take(key, lost, 0);
    }
  }

  private tellOf(key: string, counts: ReadonlyMap<string, number>): void {
    const { descriptor, observer } = this.options;
    const from = [...counts].map(([consumer, count]) => ({ consumer, functionId: descriptor.id, count }));
    if (from.length > 0) observer.tookOver(key, from);
  }

  /** What is pending at the beginning, page by page: while much is read, there would always be one more page. */
  private async *pages(key: string, consumer?: string): AsyncGenerator<readonly PendingLine[]> {
    const to = await this.options.pending.lastId(key);
    let from = to && '-';
    while (to !== undefined && from !== undefined && !this.quiescing.aborted) {
      const page = await this.options.pending.list(key, { from, to }, pageSize, consumer);
      const last = page.at(-1);
      from = last && page.length === pageSize ? idAfter(last.id) : undefined;
      yield page;
    }
  }

  private unknownOf(key: string, page: readonly PendingLine[]): PendingLine[] {
    return page.filter(({ id }) => !this.options.held.has({ key, id }));
  }

  private isOwn({ consumer }: PendingLine): boolean {
    return consumer === this.options.consumer;
  }

  /**
   * What was delivered too often is given up before a handler sees it; what was delivered more than once, or for the
   * last time but one, may be what ends processes, so it runs alone; the rest is claimed by the reader, many at
   * a time. Resolves with whether there was room for all.
   */
  private async take(key: string, all: readonly Listed[], minIdleInMs: number): Promise<boolean> {
    if (all.length === 0) return true;
    const lines = await this.withoutMissing(key, all);
    const { descriptor, clock, held, readers } = this.options;
    const alone = aloneFrom(descriptor.maxDeliveryCount);
    const listedAt = clock.now();
    const fresh = lines.filter(({ deliveries }) => deliveries < alone);
    const suspects = lines.filter(({ deliveries }) => deliveries >= alone);
    const hasRoom = suspects.length === 0 || held.count('suspect') < mostSuspects;
    if (hasRoom) await this.takeSuspects(key, suspects, minIdleInMs);
    const { takeOver } = readers.intakeOf(key);
    const claimables = fresh.map((line): Claimable => ({
      key,
      id: line.id,
      deliveryCount: line.deliveryCount,
      isOwn: this.isOwn(line),
      idleInMs: line.idleInMs,
      listedAt,
    }));
    takeOver.offer(key, claimables);
    readers.hurry(key);
    await takeOver.whenLow(this.quiescing);
    return hasRoom;
  }

  /** What is not in the stream any more cannot be handled: each is counted as lost, by the one process that drops it. */
  private async withoutMissing(key: string, lines: readonly Listed[]): Promise<readonly Listed[]> {
    const { pending, missing } = this.options;
    const ids = lines.map(({ id }) => id);
    const { left, count } = await pending.dropMissing(key, ids);
    missing.lost(key, count);
    if (left.length === ids.length) return lines;
    const isLeft = new Set(left);
    return lines.filter(({ id }) => isLeft.has(id));
  }

  /** Claims without counting a delivery, because each is counted when it runs. */
  private async takeSuspects(key: string, lines: readonly Listed[], minIdleInMs: number): Promise<void> {
    if (lines.length === 0) return;
    const { descriptor, clock, held, pending } = this.options;
    const now = clock.now();
    // Another process may have been quicker: what is no longer idle is not claimed.
    const ids = lines.map(({ id }) => id);
    const claimed = new Set(await pending.hold(key, ids, minIdleInMs));
    const mine = lines
      .filter(({ id }) => claimed.has(id))
      .map(({ id, deliveries }): EntryRef => ({ key, id, deliveryCount: deliveries }));
    const isSpent = ({ deliveryCount }: EntryRef): boolean => deliveryCount >= descriptor.maxDeliveryCount;
    for (const entry of mine) if (!isSpent(entry)) held.admitSuspect(entry, now);
    this.delivery.runSuspects();
    await this.delivery.giveUpAll(mine.filter((entry) => isSpent(entry) && held.admit(entry, now)));
  }
}

function listed(key: string, { id, consumer, idleInMs, deliveryCount }: PendingLine): Listed {
  return { key, id, consumer, idleInMs, deliveryCount, deliveries: deliveryCount };
}

/** Waits for all, and throws the first error; what is wrong with one key holds up no other. */
async function everyOne(works: readonly Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(works);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}
