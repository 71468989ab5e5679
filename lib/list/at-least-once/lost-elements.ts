import type { CommandSender } from '../../redis/commands/command-sender.js';
import type { ListFunction } from '../../functions/function-descriptor.js';
import { progressReportingClient } from '../../listeners/liveness/progress-reporting-client.js';
import type { LoopLiveness } from '../../time/loop-liveness.js';
import type { ListenerObserver } from '../../listeners/listener.js';
import { aloneFrom } from '../../listeners/poison/suspects.js';
import { tryEach } from '../../listeners/try-each.js';
import { poppedEnd } from '../pop-commands.js';
import { returnToList } from './return-to-list.js';

/** Puts back what dead processes held of a function's lists, whichever function they ran. */
export class LostElements {
  private readonly command: CommandSender;
  private readonly lists: readonly WatchedList[];

  constructor(
    private readonly descriptor: ListFunction,
    command: CommandSender,
    private readonly observer: Pick<ListenerObserver, 'tookOver'>,
    /** Shows that a loop goes on while much is put back. */
    liveness?: LoopLiveness,
  ) {
    this.command = liveness ? progressReportingClient(command, liveness) : command;
    this.lists = descriptor.keys.map((list) => ({ list, hasReturnedStray: false }));
  }

  /** Puts back what is held under leases that are over, but for its own. One bad list holds up no other. */
  async giveBack(ownConsumer: (list: string) => string | undefined): Promise<void> {
    await tryEach(this.lists, async (watched) => {
      const { list } = watched;
      const which = watched.hasReturnedStray ? 'expired' : 'stray';
      const suspectFrom = aloneFrom(this.descriptor.maxDeliveryCount);
      const options = { which, end: poppedEnd(this.descriptor), aloneFrom: suspectFrom } as const;
      const from = await returnToList(this.command, list, { ...options, consumer: ownConsumer(list) });
      if (from.length > 0) this.observer.tookOver(list, from);
      watched.hasReturnedStray = true;
    });
  }
}

interface WatchedList {
  readonly list: string;
  hasReturnedStray: boolean;
}
