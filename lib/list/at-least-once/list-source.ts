import type { CommandSender } from '../../connection/command-sender.js';
import { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import type { ListFunction } from '../../functions/function-descriptor.js';
import type { Clock } from '../../time/clock.js';
import type { HeldElements, Receipt } from './held-elements.js';
import { ListConsumer } from './list-consumer.js';
import { processingKeys, type ProcessingKeys } from './processing-keys.js';

/** What all sources of a function share. */
export interface SourceParts {
  readonly descriptor: ListFunction;
  /** For pops, which wait for nothing. */
  readonly reader: CommandSender;
  /** For everything else. */
  readonly command: CommandSender;
  readonly clock: Clock;
  readonly held: HeldElements;
  /** Hears that a lease was lost. */
  readonly onLost: (error: RedisTriggersError) => void;
}

/** One list of a function, and the consumer that this process is on it at present. */
export class ListSource {
  readonly keys: ProcessingKeys;
  private present?: ListConsumer;
  private joining?: Promise<ListConsumer>;

  constructor(
    readonly key: string,
    private readonly parts: SourceParts,
  ) {
    this.keys = processingKeys(key, parts.descriptor.id);
  }

  /** The present consumer; undefined before the first pop, and after its lease was lost. */
  get consumer(): ListConsumer | undefined {
    return this.present;
  }

  /** Pops, under a name of which the lease lasts. */
  async pop(count: number): Promise<readonly Receipt[]> {
    const { reader, held } = this.parts;
    let popped = await (await this.joined()).take(reader, count);
    // A lease that was lost while nobody noticed: the next life begins at once.
    popped ??= await (await this.joined()).take(reader, count);
    if (!popped) throw this.leaseLost();
    held.took(popped);
    return popped;
  }

  /** Throws what is wrong with the list, or with the keys beside it. */
  async examine(): Promise<void> {
    const { leases, suspects, heldBy } = this.keys;
    await this.parts.command.send(['LLEN', this.key]);
    await this.parts.command.send(['ZCARD', leases]);
    await this.parts.command.send(['HLEN', suspects]);
    if (this.consumer) await this.parts.command.send(['HLEN', heldBy(this.consumer.name)]);
  }

  /** The present consumer; a new one joins once for all who wait for it. */
  private async joined(): Promise<ListConsumer> {
    if (this.consumer) return this.consumer;
    this.joining ??= this.join().finally(() => (this.joining = undefined));
    return this.joining;
  }

  private async join(): Promise<ListConsumer> {
    const { descriptor, command, clock } = this.parts;
    const consumer = new ListConsumer(this.keys, descriptor, command, clock, () => this.lose());
    await consumer.join();
    this.present = consumer;
    return consumer;
  }

  private lose(): void {
    this.present = undefined;
    this.parts.onLost(this.leaseLost());
  }

  private leaseLost(): RedisTriggersError {
    const what = `the list "${this.key}" has taken back what this process held`;
    return new RedisTriggersError({ code: 'LEASE_LOST', place: this.parts.descriptor.id, what });
  }
}
