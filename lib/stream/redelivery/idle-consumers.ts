import { isReply } from '../../redis/errors/redis-reply-error.js';
import type { CommandSender } from '../../redis/commands/command-sender.js';
import { runScript } from '../../redis/commands/run-script.js';
import type { StreamFunction } from '../../functions/function-descriptor.js';
import { longestWaitInMs } from '../../listeners/reading/idle-wait.js';
import { tryEach } from '../../listeners/try-each.js';
import { removeIdleConsumers } from '../../redis/commands/lua/remove-idle-consumers.js';

/**
 * Deletes the consumers that processes left behind when they died, once nothing is pending for them. Where
 * the user may run no scripts they stay: they do no harm but to be listed.
 */
export class IdleConsumers {
  private isForbidden = false;

  constructor(
    private readonly descriptor: StreamFunction,
    private readonly client: CommandSender,
  ) {}

  async remove(): Promise<void> {
    const { keys, consumerGroup } = this.descriptor;
    if (this.isForbidden) return;
    try {
      await tryEach(keys, async (key) => {
        await runScript(
          this.client,
          removeIdleConsumers,
          [key],
          [consumerGroup, deadAfterInMs(this.descriptor)],
        );
      });
    } catch (error) {
      if (!isReply(error, 'NOPERM')) throw error;
      this.isForbidden = true;
    }
  }
}

/**
 * A consumer that was not heard of for so long is taken for dead. One that lives is heard of at the end of each read,
 * at the latest; and one deleted in error comes back by its next read.
 */
export function deadAfterInMs({ claimIdleInMs, pollingIntervalInMs }: StreamFunction): number {
  return Math.max(10 * claimIdleInMs, 3 * longestWaitInMs(pollingIntervalInMs));
}
