import { isForbidden } from '../../redis/errors/error-kind.js';
import type { ListFunction } from '../../functions/function-descriptor.js';
import type { Clock } from '../../time/clock.js';
import { guardLoop, type LoopObserver } from '../../time/guard-loop.js';
import type { ListenerObserver } from '../../listeners/listener.js';
import { LoopLiveness } from '../../time/loop-liveness.js';
import type { CommandClient } from '../../redis/commands/clients.js';
import { LostElements } from './lost-elements.js';
import { heldKey } from './held-key.js';

/** As often as a function at least once looks by default. */
const betweenLooksInMs = 20_000;

/**
 * For a function at most once: what functions at least once left behind on its lists, such as one that has another
 * name or mode now, goes back to the list. Where the user may not do so, it stays where it is.
 */
export class ReturnLoop {
  /** Whether no error has ended it. */
  readonly liveness = new LoopLiveness();
  private readonly ending = new AbortController();
  private readonly lost: LostElements;

  constructor(private readonly options: ReturnLoopOptions) {
    this.lost = new LostElements(options.descriptor, options.command, options.observer);
  }

  start(): void {
    void guardLoop(this.run(), this.liveness, this.options.observer);
  }

  stop(): void {
    this.ending.abort();
  }

  private async run(): Promise<void> {
    const { clock, command } = this.options;
    const { signal } = this.ending;
    await command.whenReady(signal);
    while (!signal.aborted && (await this.round())) await clock.sleep(betweenLooksInMs, signal);
  }

  /** Resolves with whether the user may do it. What else is wrong with a list is told by those that read it. */
  private async round(): Promise<boolean> {
    const { descriptor, command } = this.options;
    try {
      const counts = await Promise.all(descriptor.keys.map((key) => command.send(['HLEN', heldKey(key)])));
      if (counts.some((count) => count !== 0)) await this.lost.giveBack(() => undefined);
      return true;
    } catch (error) {
      return !isForbidden(error);
    }
  }
}

export interface ReturnLoopOptions {
  readonly descriptor: ListFunction;
  readonly command: Pick<CommandClient, 'send' | 'whenReady'>;
  readonly clock: Clock;
  readonly observer: LoopObserver & Pick<ListenerObserver, 'tookOver'>;
}
