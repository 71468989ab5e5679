import type { CommandSender } from '../../redis/commands/command-sender.js';
import type { ListFunction } from '../../functions/function-descriptor.js';
import { progressReportingClient } from '../../listeners/liveness/progress-reporting-client.js';
import type { LoopLiveness } from '../../time/loop-liveness.js';
import type { ListenerObserver } from '../../listeners/listener.js';
import { aloneFrom } from '../../listeners/poison/suspects.js';
import { tryEach } from '../../listeners/try-each.js';
import { poppedEnd } from '../pop-commands.js';
import { FormerLayout } from './former-layout.js';
import { returnToList } from './return-to-list.js';

/** Puts back what dead processes held of a function's lists, whichever function they ran. */
export class LostElements {
  private readonly lists: readonly WatchedList[];

  constructor(
    private readonly descriptor: ListFunction,
    slots: readonly ListsOfSlot[],
    private readonly observer: Pick<ListenerObserver, 'tookOver'>,
    /** Shows that a loop goes on while much is put back. */
    liveness?: LoopLiveness,
  ) {
    const end = poppedEnd(descriptor);
    this.lists = slots.flatMap(({ keys, command }) =>
      keys.map((list) => ({
        list,
        command: liveness ? progressReportingClient(command, liveness) : command,
        former: new FormerLayout(command, list, end),
        hasReturnedStray: false,
      })),
    );
  }

  /** Puts back what the former layout holds; what cannot be looked for is left there. */
  async returnFormer(signal: AbortSignal): Promise<void> {
    const searches = this.lists.map(async ({ former }) => {
      await former.search(this.descriptor.id, signal);
      await former.giveBack();
    });
    await Promise.allSettled(searches);
  }

  /** Puts back what is held under leases that are over, but for its own. One bad list holds up no other. */
  async giveBack(ownConsumer: (list: string) => string | undefined): Promise<void> {
    await tryEach(this.lists, async (watched) => {
      const { list, command, former } = watched;
      const which = watched.hasReturnedStray ? 'expired' : 'stray';
      const suspectFrom = aloneFrom(this.descriptor.maxDeliveryCount);
      const options = { which, end: poppedEnd(this.descriptor), aloneFrom: suspectFrom } as const;
      const from = await returnToList(command, list, { ...options, consumer: ownConsumer(list) });
      if (from.length > 0) this.observer.tookOver(list, from);
      watched.hasReturnedStray = true;
      await former.giveBack();
    });
  }
}

/** Lists, and the client for their slot: a command without keys goes to the node that has them. */
export interface ListsOfSlot {
  readonly keys: readonly string[];
  readonly command: CommandSender;
}

interface WatchedList {
  readonly list: string;
  readonly command: CommandSender;
  readonly former: FormerLayout;
  hasReturnedStray: boolean;
}
