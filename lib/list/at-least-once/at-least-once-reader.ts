import type { CommandSender } from '../../redis/commands/command-sender.js';
import { isKeyError } from '../../redis/errors/error-kind.js';
import type { BlockingClient } from '../../redis/commands/clients.js';
import type { ListFunction } from '../../functions/function-descriptor.js';
import type { IsolationGate } from '../../listeners/poison/isolation-gate.js';
import { KeyQuarantine } from '../../listeners/reading/key-quarantine.js';
import type { MessageReader } from '../../listeners/reading/message-reader.js';
import type { ListElement } from '../../messages/list-element.js';
import type { Clock } from '../../time/clock.js';
import { ElementWait } from './element-wait.js';
import type { ListSource } from './list-source.js';

/** Pops the elements of one function's lists, and leaves them in Redis' keeping until they are settled. */
export class AtLeastOnceReader implements MessageReader<ListElement> {
  readonly isBoundByServer = true;
  private readonly wait: ElementWait;
  private readonly quarantine: KeyQuarantine;
  private readonly sources: ReadonlyMap<string, ListSource>;
  private readonly ending = new AbortController();
  /** Whether the last look found nothing: then the next one waits first. */
  private idle = false;

  constructor(private readonly options: AtLeastOnceReaderOptions) {
    const { descriptor, blocking, command, clock } = options;
    this.wait = new ElementWait(descriptor, blocking, command, clock);
    // That it can read again is known when a look is answered: it must not wait before the first one.
    blocking.onReady(() => (this.idle = false));
    this.sources = new Map(options.sources.map((source) => [source.key, source]));
    this.quarantine = new KeyQuarantine(descriptor.keys, clock, async (key) => {
      await this.sources.get(key)?.examine();
    });
  }

  get keyError(): unknown {
    return this.quarantine.firstError;
  }

  get mayTakeLong(): boolean {
    return !this.options.gate.isOpen;
  }

  get owed(): number {
    let owed = 0;
    for (const { consumer } of this.sources.values()) {
      if (consumer) owed += consumer.mayHaveTaken + consumer.waiting;
    }
    return owed;
  }

  /** While a suspect runs, or waits for its turn, what is in the list is left to others. */
  whenFree(): Promise<void> {
    return this.options.gate.whenOpen(this.ending.signal);
  }

  /** May be called again before it has resolved. */
  async read(count: number): Promise<ListElement[]> {
    if (this.quarantine.isDue) await this.quarantine.examineAll();
    const keys = this.quarantine.healthy;
    if (keys.length === 0) throw this.keyError;
    try {
      if (this.idle && this.options.descriptor.blocking) await this.waitFor(keys);
      const elements = await this.look(keys, count);
      // What was popped and never answered is asked for again at once.
      this.idle = elements.length === 0 && !keys.some((key) => this.hasUnanswered(key));
      return elements;
    } catch (error) {
      if (this.sources.size > 1 && isKeyError(error)) await this.quarantine.examineAll();
      throw error;
    }
  }

  examine(): Promise<void> {
    return this.quarantine.examineAll();
  }

  async wake(signal: AbortSignal): Promise<void> {
    this.ending.abort();
    await this.wait.end(signal);
  }

  hurry(): void {
    this.idle = false;
    this.wait.nudge();
  }

  private async waitFor(keys: readonly string[]): Promise<void> {
    await this.wait.forElement(keys);
    // A rest may have outlived the connection.
    await this.options.blocking.whenReady(this.ending.signal);
  }

  private async look(keys: readonly string[], count: number): Promise<ListElement[]> {
    for (const key of keys) {
      const elements = await this.pop(key, count);
      if (elements.length > 0) return elements;
    }
    return [];
  }

  private hasUnanswered(key: string): boolean {
    return this.sources.get(key)?.consumer?.hasUnanswered === true;
  }

  private async pop(key: string, count: number): Promise<ListElement[]> {
    const source = this.sources.get(key);
    if (!this.options.gate.isOpen) await this.whenFree();
    if (!source || this.ending.signal.aborted) return [];
    return (await source.pop(count)).map(({ element }) => element);
  }
}

export interface AtLeastOnceReaderOptions {
  readonly descriptor: ListFunction;
  readonly blocking: CommandSender & Pick<BlockingClient, 'onReady' | 'whenReady'>;
  readonly command: CommandSender;
  readonly clock: Clock;
  readonly sources: readonly ListSource[];
  readonly gate: Pick<IsolationGate, 'isOpen' | 'whenOpen'>;
}
