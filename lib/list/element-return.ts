import type { CommandSender } from '../connection/command-sender.js';
import { isOutOfMemory } from '../connection/error-kind.js';
import { RetryDelays } from '../connection/retry-delays.js';
import { runScript } from '../connection/run-script.js';
import type { ListElement } from '../messages/list-element.js';
import { pushWhenFull } from '../scripts/push-when-full.js';
import type { Clock } from '../time/clock.js';
import { pushBack, type ListEnd } from './pop-commands.js';

/**
 * Gives back elements that were popped and not handled, to the end they came from and in their order. A
 * push whose reply was lost is sent again: an element may then be there twice, but none is gone.
 */
export class ElementReturn {
  constructor(
    private readonly client: CommandSender,
    private readonly end: ListEnd,
    private readonly clock: Clock,
  ) {}

  /** Resolves with how many could not be given back before `signal` was aborted. */
  async giveBack(popped: readonly ListElement[], signal: AbortSignal): Promise<number> {
    const keys = [...new Set(popped.map(({ key }) => key))];
    const left = keys.map((key) =>
      this.giveBackTo(
        key,
        popped.filter((element) => element.key === key),
        signal,
      ),
    );
    return (await Promise.all(left)).reduce((sum, count) => sum + count, 0);
  }

  private async giveBackTo(
    key: string,
    elements: readonly ListElement[],
    signal: AbortSignal,
  ): Promise<number> {
    const retries = new RetryDelays();
    while (!signal.aborted) {
      try {
        await this.push(key, elements);
        return 0;
      } catch (error) {
        await this.clock.sleep(retries.after(error), signal);
      }
    }
    return elements.length;
  }

  /** When memory is full only a script may push, and only where the user may run one. */
  private async push(key: string, elements: readonly ListElement[]): Promise<void> {
    const [name, , ...bodies] = pushBack(key, this.end, elements);
    try {
      await this.client.send([name, key, ...bodies]);
    } catch (error) {
      if (!isOutOfMemory(error)) throw error;
      await runScript(this.client, pushWhenFull, [key], [name, ...bodies]);
    }
  }
}
