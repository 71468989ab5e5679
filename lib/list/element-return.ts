import { randomUUID } from 'node:crypto';
import type { CommandSender } from '../connection/command-sender.js';
import { errorKind, isForbidden, isKeyError } from '../connection/error-kind.js';
import { keyBeside } from '../connection/key-beside.js';
import { RetryDelays } from '../connection/retry-delays.js';
import { runScript } from '../connection/run-script.js';
import type { ListElement } from '../messages/list-element.js';
import { returnPopped } from '../scripts/return-popped.js';
import type { Clock } from '../time/clock.js';
import { pushBack, type ListEnd } from './pop-commands.js';

/** For how long it is known that elements were given back: their push is not sent again after a stop. */
const rememberedInMs = 60_000;

/**
 * Gives back elements that were popped and not handled, to the end they came from and in their order. A push
 * whose reply was lost is sent again, and has an effect once. Where the user may run no scripts, or may not use the
 * key that says so, the elements may then be there twice, but none is gone.
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
    const done = keyBeside(key, 'returned', randomUUID());
    while (!signal.aborted) {
      try {
        await this.push(key, elements, done);
        return 0;
      } catch (error) {
        await this.clock.sleep(retries.after(error), signal);
      }
    }
    return elements.length;
  }

  private async push(key: string, elements: readonly ListElement[], done: string): Promise<void> {
    const [name, , ...bodies] = pushBack(key, this.end, elements);
    try {
      await runScript(this.client, returnPopped, [key, done], [name, rememberedInMs, ...bodies]);
      // No try will follow. Where this is refused or lost, the key goes by itself.
      await this.client.send(['DEL', done]).catch(() => undefined);
    } catch (error) {
      // A slot that is on its way takes no command with two keys; a key of the wrong type refuses both.
      const isOnItsWay = errorKind(error) === 'elsewhere';
      if (!isForbidden(error) && !isKeyError(error) && !isOnItsWay) throw error;
      await this.client.send([name, key, ...bodies]);
    }
  }
}
