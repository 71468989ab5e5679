import { once } from 'node:events';
import type { Redis } from 'ioredis';
import { moment } from './moment.js';
import type { TriggerUnderTest } from './trigger-under-test.js';
import { realTime } from '../../support/real-time.js';

const batchSize = 50;

/** Sends numbered messages, and knows which of them Redis confirmed and which it may have or not have. */
export class MessageProducer {
  /** The ids that were confirmed, in order, each with the time before it was sent. */
  readonly confirmed = new Map<number, number>();
  private last = 0;

  constructor(
    private readonly client: Redis,
    private readonly trigger: TriggerUnderTest,
    /** Further commands after each batch, such as WAIT; the batch counts only when `accepts` their replies. */
    private readonly confirmBy?: {
      command: readonly [string, ...string[]];
      accepts: (reply: unknown) => boolean;
    },
    /** What stands behind the number in each message, unless told. */
    private readonly padding = '',
  ) {}

  /** Sends until so many messages are confirmed in all, at most this many in a second, or until aborted. */
  async produceUntil(
    total: number,
    perSecond: number,
    signal?: AbortSignal,
    padding = this.padding,
  ): Promise<void> {
    const begunAt = moment();
    for (let attempted = 0; this.confirmed.size < total && !signal?.aborted;) {
      const due = begunAt + (attempted / perSecond) * 1_000 - moment();
      if (due > 0) await realTime(due);
      const size = Math.min(batchSize, total - this.confirmed.size);
      await this.sendBatch(size, padding);
      attempted += size;
    }
  }

  private async sendBatch(size: number, padding: string): Promise<void> {
    const ids = Array.from({ length: size }, () => ++this.last);
    const at = moment();
    const replies = await this.reply(ids.map((id) => this.trigger.send(`${id}${padding}`)));
    ids.forEach((id, index) => {
      if (replies[index]) this.confirmed.set(id, at);
    });
  }

  /** Whether each command was confirmed; none of them where the connection closes first. */
  private async reply(commands: [string, ...string[]][]): Promise<boolean[]> {
    if (this.client.status !== 'ready') {
      await realTime(50);
      return [];
    }
    const { confirmBy } = this;
    const all = [...commands, ...(confirmBy ? [[...confirmBy.command]] : [])] as [string, ...string[]][];
    const closed = new AbortController();
    const lost = once(this.client, 'close', { signal: closed.signal }).then(
      () => null,
      () => null,
    );
    const sent = this.client.pipeline(all.map(([name, ...args]) => ['call', name, ...args])).exec();
    const replies = await Promise.race([sent.catch(() => null), lost]);
    closed.abort();
    if (!replies) return [];
    const [error, reply] = replies[commands.length] ?? [null, undefined];
    if (confirmBy && (error || !confirmBy.accepts(reply))) return [];
    return commands.map((_, index) => replies[index]?.[0] === null);
  }

  /** A last message, whose handling proves that those before it were handled or are lost. */
  async sendMarker(): Promise<number> {
    const id = ++this.last;
    const [name, ...args] = this.trigger.send(`${id}`);
    await this.client.call(name, ...args);
    return id;
  }
}
