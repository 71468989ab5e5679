import { randomUUID } from 'node:crypto';
import type { CommandSender } from '../../redis/commands/command-sender.js';
import { errorKind, isForbidden, isKeyError } from '../../redis/errors/error-kind.js';
import { sameSlotKey } from '../../redis/commands/same-slot-key.js';
import { retryUntil } from '../../redis/errors/retry-until.js';
import { runScript } from '../../redis/commands/run-script.js';
import type { ListElement } from '../../messages/list-element.js';
import { returnPopped } from '../../redis/commands/lua/return-popped.js';
import { signals } from '../../signals/signals.js';
import type { Clock } from '../../time/clock.js';
import { pushBack, type ListEnd } from '../pop-commands.js';

/** For how long it is known that elements were given back: their push is not sent again after a stop. */
const rememberedInMs = 60_000;

/** So many elements, and about so many bytes, are pushed in one go: a slow connection must take them in time. */
const mostAtOnce = 1_000;
const mostBytes = 1024 * 1024;

/**
 * Gives back elements that were popped and not handled, to the end they came from and in their order; what is too much for
 * one command, the last of them first. A push
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

  /** The last come first: each piece is pushed before those that are there, and must be popped before them again. */
  private async giveBackTo(
    key: string,
    elements: readonly ListElement[],
    signal: AbortSignal,
  ): Promise<number> {
    let left = elements.length;
    for (const piece of inPieces(elements).reverse()) {
      if (!(await this.insist(key, piece, signal))) break;
      left -= piece.length;
      signals.settled.publish();
    }
    return left;
  }

  /** Resolves with whether it was done before `signal` was aborted. */
  private async insist(key: string, elements: readonly ListElement[], signal: AbortSignal): Promise<boolean> {
    const done = sameSlotKey(key, 'returned', randomUUID());
    const push = (): Promise<true> => this.push(key, elements, done).then(() => true);
    return (await retryUntil(push, { clock: this.clock, until: signal })) ?? false;
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

function inPieces(elements: readonly ListElement[]): ListElement[][] {
  const pieces: ListElement[][] = [];
  let bytes = Infinity;
  for (const element of elements) {
    bytes += element.body.length;
    const piece = pieces.at(-1);
    if (piece && bytes <= mostBytes && piece.length < mostAtOnce) piece.push(element);
    else {
      pieces.push([element]);
      bytes = element.body.length;
    }
  }
  return pieces;
}
