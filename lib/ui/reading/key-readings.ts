import { SharedReading } from '../../backlog/shared-reading.js';
import { isError } from '../../errors/describe-error.js';
import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import type { CommandClient } from '../../redis/commands/clients.js';
import { readKeyStates, type KeyState } from '../../runtime/key-states.js';
import type { Clock } from '../../time/clock.js';
import { whenAborted } from '../../time/when-aborted.js';
import { withPatience } from '../../time/with-patience.js';
import type { PageSource } from '../page-source.js';

/** However many look at the page, Redis is asked once in this time. */
const maxAgeInMs = 1_900;

/** How long Redis may take before the numbers of before are shown. */
const patienceInMs = 1_500;

/** What Redis says of a function; the last that it said where it does not answer, and why it does not. */
export interface FunctionReading {
  readonly keys?: readonly KeyState[];
  readonly error?: string;
}

/** The numbers of all functions: some commands for each, however many messages there are, and for all who look together. */
export class KeyReadings {
  private readonly known = new Map<string, FunctionReading>();
  private isOutdated = false;
  private readonly shared: SharedReading<ReadonlyMap<string, FunctionReading>>;

  constructor(
    private readonly source: PageSource,
    private readonly functions: readonly FunctionDescriptor[],
    clock: Clock,
  ) {
    this.shared = new SharedReading(() => this.readAll(), clock);
  }

  /** At most two seconds old. Never rejects. */
  get(): Promise<ReadonlyMap<string, FunctionReading>> {
    const maxAge = this.isOutdated ? 0 : maxAgeInMs;
    this.isOutdated = false;
    return this.shared.get(maxAge);
  }

  /** Has the next look ask Redis: whoever has changed something wants to see it. */
  outdate(): void {
    this.isOutdated = true;
  }

  private async readAll(): Promise<ReadonlyMap<string, FunctionReading>> {
    await withPatience(patienceInMs, new AbortController().signal, async (patience) => {
      const late = whenAborted(patience).then((): never => {
        throw new Error('Redis does not answer');
      });
      late.catch(() => undefined);
      const ready = new Map<CommandClient, Promise<void>>();
      await Promise.all(
        this.functions.map(async (descriptor) => {
          const { keys } = this.known.get(descriptor.id) ?? {};
          try {
            const read = await Promise.race([this.readOne(descriptor, ready, patience), late]);
            this.known.set(descriptor.id, { keys: read });
          } catch (error) {
            this.known.set(descriptor.id, { ...(keys && { keys }), error: this.reasonOf(error) });
          }
        }),
      );
    });
    return this.known;
  }

  private async readOne(
    descriptor: FunctionDescriptor,
    ready: Map<CommandClient, Promise<void>>,
    patience: AbortSignal,
  ): Promise<readonly KeyState[]> {
    const client = this.source.clientOf(this.source.targetOf(descriptor));
    if (!client.isReady) {
      // Once for all functions of a connection: three hundred would each listen to the signal.
      const waits = ready.get(client) ?? client.whenReady(patience);
      ready.set(client, waits);
      await waits;
    }
    return readKeyStates(descriptor, client);
  }

  private reasonOf(error: unknown): string {
    const text = isError(error) ? error.message : String(error);
    return this.source.scrub(text);
  }
}
