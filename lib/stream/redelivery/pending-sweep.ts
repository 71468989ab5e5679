import { idAfter } from '../../redis/commands/stream-reply.js';
import { aloneFrom } from '../../listeners/poison/suspects.js';
import type { EntryDelivery } from './entry-delivery.js';
import type { EntryRef } from '../entries/held-entries.js';
import type { PendingLine } from '../entries/pending-lines.js';
import type { RedeliveryOptions } from './redelivery-options.js';
import type { Claimable } from '../reading/take-over.js';

/** How many pending entries are looked at in one go. */
const pageSize = 1_000;

/** No more suspects are claimed while so many wait here to run alone: other processes may have them. */
const mostSuspects = 100;

/** A listed entry, and how often it was delivered to somebody whom it reached. */
interface Listed extends PendingLine {
  readonly key: string;
  readonly deliveries: number;
}

/** Finds the pending entries that nobody works on, and has them claimed. */
export class PendingSweep {
  constructor(
    private readonly parts: RedeliveryOptions,
    private readonly delivery: EntryDelivery,
    /** Told of an entry that is pending for this very consumer and unknown here. */
    private readonly onLost: () => void,
    /** Aborted when nothing more is to be claimed. */
    private readonly stopping: AbortSignal,
  ) {}

  /**
   * Looks at all that is pending, and has claimed what no process has said it holds for `claimIdleInMs`: as fast
   * as there is room for it. Resolves with whether something was left for the next time.
   */
  async claimIdle(): Promise<boolean> {
    const { positions } = this.parts;
    const { keys, claimIdleInMs } = this.parts.descriptor;
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
        if (idle.some((line) => this.isOwn(line))) this.onLost();
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
   * Takes what is pending for this very consumer and unknown to it once all reads are answered that may bring it: its
   * delivery was lost.
   */
  async adoptLost(): Promise<void> {
    await everyOne(this.parts.descriptor.keys.map((key) => this.adoptLostOf(key)));
  }

  private async adoptLostOf(key: string): Promise<void> {
    const intake = this.parts.intakeOf(key);
    for await (const page of this.pages(key, this.parts.consumer)) {
      if (this.unknownOf(key, page).length === 0) continue;
      this.parts.hurryReader(key);
      await intake.underWay.whenAnswered(this.stopping);
      if (this.stopping.aborted) return;
      const lost = this.unknownOf(key, page).map((line) => ({
        ...listed(key, line),
        deliveries: intake.deliveriesBefore({ ...line, key }),
      }));
      await this.take(key, lost, 0);
    }
  }

  private tellOf(key: string, counts: ReadonlyMap<string, number>): void {
    const { descriptor, observer } = this.parts;
    const from = [...counts].map(([consumer, count]) => ({ consumer, functionId: descriptor.id, count }));
    if (from.length > 0) observer.tookOver(key, from);
  }

  /** What is pending, page by page, up to what is so when it begins: while much is read, there is always more. */
  private async *pages(key: string, consumer?: string): AsyncGenerator<readonly PendingLine[]> {
    const to = await this.parts.pending.lastId(key);
    let from = to && '-';
    while (to !== undefined && from !== undefined && !this.stopping.aborted) {
      const page = await this.parts.pending.list(key, { from, to }, pageSize, consumer);
      const last = page.at(-1);
      from = last && page.length === pageSize ? idAfter(last.id) : undefined;
      yield page;
    }
  }

  private unknownOf(key: string, page: readonly PendingLine[]): PendingLine[] {
    return page.filter(({ id }) => !this.parts.held.has({ key, id }));
  }

  private isOwn({ consumer }: PendingLine): boolean {
    return consumer === this.parts.consumer;
  }

  /**
   * What was delivered too often is given up before a handler sees it; what was delivered more than once, or for the
   * last time but one, may be what ends processes, so it runs alone; the rest is claimed by the reader, many at
   * a time. Resolves with whether there was room for all.
   */
  private async take(key: string, all: readonly Listed[], minIdleInMs: number): Promise<boolean> {
    if (all.length === 0) return true;
    const lines = await this.withoutMissing(key, all);
    const { descriptor, clock } = this.parts;
    const alone = aloneFrom(descriptor.maxDeliveryCount);
    const listedAt = clock.now();
    const fresh = lines.filter(({ deliveries }) => deliveries < alone);
    const suspects = lines.filter(({ deliveries }) => deliveries >= alone);
    const hasRoom = suspects.length === 0 || this.delivery.waiting < mostSuspects;
    if (hasRoom) await this.takeSuspects(key, suspects, minIdleInMs);
    const { takeOver } = this.parts.intakeOf(key);
    const claimables = fresh.map((line): Claimable => ({
      key,
      id: line.id,
      deliveryCount: line.deliveryCount,
      isOwn: this.isOwn(line),
      idleInMs: line.idleInMs,
      listedAt,
    }));
    takeOver.offer(key, claimables);
    this.parts.hurryReader(key);
    await takeOver.whenLow(this.stopping);
    return hasRoom;
  }

  /** What is not in the stream any more cannot be handled: each is counted as lost, by the one process that drops it. */
  private async withoutMissing(key: string, lines: readonly Listed[]): Promise<readonly Listed[]> {
    const { pending, missing } = this.parts;
    const ids = lines.map(({ id }) => id);
    const { left, count } = await pending.dropMissing(key, ids);
    missing.lost(key, count);
    if (left.length === ids.length) return lines;
    const isLeft = new Set(left);
    return lines.filter(({ id }) => isLeft.has(id));
  }

  /** Claims without counting: each is counted when it runs. */
  private async takeSuspects(key: string, lines: readonly Listed[], minIdleInMs: number): Promise<void> {
    if (lines.length === 0) return;
    const { descriptor, clock } = this.parts;
    const now = clock.now();
    // Another process may have been quicker: what is no longer idle is not claimed.
    const ids = lines.map(({ id }) => id);
    const claimed = new Set(await this.parts.pending.hold(key, ids, minIdleInMs));
    const mine = lines
      .filter(({ id }) => claimed.has(id))
      .map(({ id, deliveries }): EntryRef => ({ key, id, deliveryCount: deliveries }))
      .filter((entry) => this.parts.held.admit(entry, now));
    const isSpent = ({ deliveryCount }: EntryRef): boolean => deliveryCount >= descriptor.maxDeliveryCount;
    this.delivery.runAlone(mine.filter((entry) => !isSpent(entry)));
    await this.delivery.abandonAll(mine.filter(isSpent));
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
