import { isReply } from '../../redis/errors/redis-reply-error.js';
import type { CommandSender } from '../../redis/commands/command-sender.js';
import type { BlockingClient } from '../../redis/commands/clients.js';
import { serverFeatures } from '../../redis/commands/server-features.js';
import type { ListFunction } from '../../functions/function-descriptor.js';
import { BlockedRead } from '../../listeners/reading/blocked-read.js';
import type { Clock } from '../../time/clock.js';
import { WakeableSleep } from '../../time/wakeable-sleep.js';

/**
 * Waits for an element without taking it, because a script cannot wait: BLMOVE from one end of the list to the
 * same end changes nothing. Where that is not possible, it rests for the polling interval: with several keys, below Redis 6.2,
 * when memory is full, and where the user may not.
 */
export class ElementWait {
  private readonly blocked: BlockedRead;
  private readonly restSleep: WakeableSleep;
  private isOver = false;
  private canMove?: boolean;

  constructor(
    private readonly descriptor: ListFunction,
    private readonly client: CommandSender & Pick<BlockingClient, 'onReady'>,
    waker: CommandSender,
    clock: Clock,
  ) {
    this.restSleep = new WakeableSleep(clock);
    this.blocked = new BlockedRead(client, waker);
    // Another server may answer after a reconnect.
    client.onReady(() => {
      this.canMove = undefined;
      this.blocked.reset();
    });
  }

  /** Resolves when one of the lists may have an element, at the latest after the polling interval. */
  async forElement(keys: readonly string[]): Promise<void> {
    const [key, another] = keys;
    if (key === undefined || another !== undefined || !(await this.block(key))) await this.rest();
  }

  /** Ends the wait that is under way, if there is one. */
  nudge(): void {
    this.restSleep.wake();
    this.blocked.nudge();
  }

  /** Ends the wait for good; resolves when the server has answered it, or when `signal` is aborted. */
  async end(signal: AbortSignal): Promise<void> {
    this.isOver = true;
    this.restSleep.wake();
    await this.blocked.wake(signal);
  }

  /** Waits at the server; resolves with false where that is not possible. */
  private async block(key: string): Promise<boolean> {
    // BLMOVE came together with the count of LPOP.
    this.canMove ??= (await serverFeatures(this.client)).popCount;
    if (!this.canMove) return false;
    await this.blocked.prepare();
    const { listPopFromBeginning, pollingIntervalInMs } = this.descriptor;
    const end = listPopFromBeginning ? 'LEFT' : 'RIGHT';
    try {
      const wait = ['BLMOVE', key, key, end, end, pollingIntervalInMs / 1000] as const;
      await this.blocked.send(wait, pollingIntervalInMs);
      return true;
    } catch (error) {
      if (isReply(error, 'OOM', 'NOPERM')) return false;
      throw error;
    }
  }

  private async rest(): Promise<void> {
    if (!this.isOver) await this.restSleep.sleep(this.descriptor.pollingIntervalInMs);
  }
}
