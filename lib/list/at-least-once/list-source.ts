import type { CommandSender } from '../../redis/commands/command-sender.js';
import { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import type { ListFunction } from '../../functions/function-descriptor.js';
import type { ListenerObserver } from '../../listeners/listener.js';
import type { Clock } from '../../time/clock.js';
import type { HeldElements, Receipt } from './held-elements.js';
import { heldKey } from './held-key.js';
import { ListConsumer } from './list-consumer.js';

/** One list of a function, and the consumer that this process is on it at present. */
export class ListSource {
  private latest?: ListConsumer;
  private joining?: Promise<ListConsumer>;

  constructor(
    readonly key: string,
    private readonly options: ListSourceOptions,
  ) {}

  /** The present consumer; undefined before the first pop, and after its lease was lost. */
  get consumer(): ListConsumer | undefined {
    return this.latest?.lease.isLost ? undefined : this.latest;
  }

  /** Pops under the present lease, or under a new one where that was lost. */
  async pop(count: number): Promise<readonly Receipt[]> {
    // The first pop may find that the lease was lost: the second one has another.
    const popped = (await this.popOnce(count)) ?? (await this.popOnce(count));
    if (!popped) throw this.leaseLost();
    return popped;
  }

  /** Throws what is wrong with the list, or with its held key. */
  async examine(): Promise<void> {
    await this.options.command.send(['LLEN', this.key]);
    await this.options.command.send(['HLEN', heldKey(this.key)]);
  }

  /** The present consumer; a new one joins once for all who wait for it. */
  async joined(): Promise<ListConsumer> {
    if (this.consumer) return this.consumer;
    this.joining ??= this.join().finally(() => (this.joining = undefined));
    return this.joining;
  }

  private async popOnce(count: number): Promise<readonly Receipt[] | undefined> {
    // Nothing that is known is waited for: reads that begin together are written together.
    const consumer = this.consumer ?? (await this.joined());
    const popped = await consumer.pop(this.options.reader, count);
    if (popped && consumer.lease.isDeleted) {
      // It went with the key, and nobody has counted it yet, because it was not among what is held here.
      this.countAnswered(popped.length);
      return [];
    }
    if (popped) this.options.held.addPopped(popped);
    return popped;
  }

  private async join(): Promise<ListConsumer> {
    const { descriptor, command, clock } = this.options;
    const consumer = new ListConsumer({
      list: this.key,
      descriptor,
      client: command,
      clock,
      observer: {
        onLost: (lost) => this.report(lost),
        onMaybeGone: (most) => this.countUnanswered(most),
      },
    });
    await consumer.lease.join();
    this.latest = consumer;
    return consumer;
  }

  private report(consumer: ListConsumer): void {
    const { observer, held, stopping } = this.options;
    if (consumer.lease.isDeleted) {
      observer.failed(this.heldKeyGone());
      this.countAnswered(consumer.waiting + held.removeDeleted(consumer.lease));
      this.countUnanswered(consumer.mayHaveTaken);
    } else if (!stopping.aborted) {
      observer.failed(this.leaseLost());
    }
  }

  private countAnswered(count: number): void {
    const what = `elements that waited here went with the key "${heldKey(this.key)}"`;
    if (count > 0) this.options.observer.lost(what, count);
  }

  private countUnanswered(most: number): void {
    const key = heldKey(this.key);
    const what = `what pops had taken that were not answered went with the key "${key}": up to ${most} elements`;
    if (most > 0) this.options.observer.lost(what, most);
  }

  private leaseLost(): RedisTriggersError {
    const what = `the elements that this process held went back to the list "${this.key}"`;
    return new RedisTriggersError({ code: 'LEASE_LOST', place: this.options.descriptor.id, what });
  }

  private heldKeyGone(): RedisTriggersError {
    const what = `the key "${heldKey(this.key)}" is gone, and with it the elements that processes held`;
    return new RedisTriggersError({ code: 'HELD_KEY_GONE', place: this.options.descriptor.id, what });
  }
}

/** What all sources of a function share. */
export interface ListSourceOptions {
  readonly descriptor: ListFunction;
  /** For pops, which wait for nothing. */
  readonly reader: CommandSender;
  /** For everything else. */
  readonly command: CommandSender;
  readonly clock: Clock;
  readonly held: HeldElements;
  /** Hears that a lease was lost, and what went with it. */
  readonly observer: Pick<ListenerObserver, 'failed' | 'lost'>;
  /** Aborted when a stop begins: what goes back to the list then is no trouble. */
  readonly stopping: AbortSignal;
}
