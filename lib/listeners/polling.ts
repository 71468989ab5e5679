import type { BlockingClient, CommandClient } from '../connection/client.js';
import type { SlotClients } from '../connection/cluster/cluster-connection.js';
import type { ListFunction, StreamFunction } from '../functions/function-descriptor.js';
import type { Outcome } from '../messages/outcome.js';
import type { RawMessage } from '../messages/raw-message.js';
import { whenAborted } from '../time/when-aborted.js';
import { InvocationWindow } from './invocation-window.js';
import type { ListenerParts } from './listener.js';
import { PollLoop } from './poll-loop.js';
import { windowLimits } from './window-limits.js';

/** What a polling listener is made of. */
export interface PollingParts<Descriptor extends ListFunction | StreamFunction> extends ListenerParts {
  readonly descriptor: Descriptor;
  /** A connection of its own, for the reads that wait. */
  readonly blocking: BlockingClient;
  /** The shared connection, for everything else. */
  readonly command: CommandClient;
  /** The same for each slot of a cluster that the keys are in; else once for all keys. */
  readonly slots: readonly SlotClients[];
}

/** Takes messages from Redis. */
export interface MessageReader<Message> {
  /** What is wrong with a key that is left out for the time being, or undefined. */
  readonly keyError: unknown;
  /** Takes at most about `count`: at once if there are any, else when one comes or the wait is over. */
  read(count: number): Promise<Message[]>;
  /** Wakes a waiting read, for good, and resolves when it has been answered or `signal` is aborted. */
  wake(signal: AbortSignal): Promise<void>;
  /** Wakes a waiting read; the next read does not wait. */
  hurry(): void;
  /** What was taken when no read was waited for any more; only where that can be. To be called after `wake`. */
  takeRest?(signal: AbortSignal): Promise<Message[]>;
}

/** What lists and streams have in common: reads while there is room, and has what was read executed. */
export class Polling<Message extends RawMessage> {
  /** What runs and what waits; each work is one invocation's messages. */
  readonly window: InvocationWindow<readonly Message[]>;
  private readonly loop: PollLoop;
  /** How many reads have begun, and the last of them that found nothing. */
  private begun = 0;
  private lastEmpty = 0;
  /** Ends the rest that comes before the next read, where there is one. */
  private resting?: AbortController;
  private readonly onEmptyRead = new Set<() => void>();

  constructor(
    private readonly parts: PollingParts<ListFunction | StreamFunction>,
    private readonly reader: MessageReader<Message>,
    /** Does what an outcome asks for; never rejects. */
    private readonly settle: (work: readonly Message[], outcomes: readonly Outcome[]) => Promise<void>,
  ) {
    const { descriptor, observer, clock } = parts;
    this.window = new InvocationWindow(windowLimits(descriptor), (work) => this.handle(work));
    this.loop = new PollLoop({ turn: (signal) => this.turn(signal), observer, clock });
  }

  /** Begins to read; resolves after the first read that succeeded. */
  start(): Promise<void> {
    this.loop.start();
    return this.loop.started;
  }

  /** Reads nothing more; resolves when the last read has been answered, or when `deadline` is aborted. */
  async stop(deadline: AbortSignal): Promise<void> {
    const ended = Promise.all([this.loop.stop(), this.reader.wake(deadline)]);
    this.resting?.abort();
    await Promise.race([ended.then(() => this.takeRest(deadline)), whenAborted(deadline)]);
  }

  private async takeRest(deadline: AbortSignal): Promise<void> {
    const rest = await this.reader.takeRest?.(deadline);
    if (rest) this.window.add(rest.map((message) => [message]));
  }

  /** Resolves when a read that began after this call found nothing, and nothing runs. */
  async caughtUp(signal: AbortSignal): Promise<void> {
    const { begun } = this;
    while (this.lastEmpty <= begun && !signal.aborted) {
      this.reader.hurry();
      this.resting?.abort();
      await this.nextEmptyRead(signal);
    }
    await this.window.whenIdle(signal);
  }

  private async nextEmptyRead(signal: AbortSignal): Promise<void> {
    const read = new AbortController();
    const note = (): void => read.abort();
    this.onEmptyRead.add(note);
    await whenAborted(AbortSignal.any([read.signal, signal]));
    this.onEmptyRead.delete(note);
  }

  private async turn(signal: AbortSignal): Promise<unknown> {
    const { descriptor, blocking, command } = this.parts;
    await this.rest();
    await this.window.whenRoom(signal);
    await Promise.all([blocking.whenReady(signal), command.whenReady(signal)]);
    if (signal.aborted) return undefined;
    const { batch, count } = descriptor;
    const number = ++this.begun;
    const messages = await this.reader.read(batch ? count : Math.min(count, this.window.room));
    if (messages.length === 0) this.foundNothing(number);
    else this.window.add(batch ? [messages] : messages.map((message) => [message]));
    return this.reader.keyError;
  }

  private foundNothing(number: number): void {
    this.lastEmpty = number;
    // A signal of its own for each rest: joined to the loop's, each would stay in memory with it.
    if (!this.parts.descriptor.blocking) this.resting = new AbortController();
    for (const note of this.onEmptyRead) note();
  }

  /** Between two reads, not at the end of the first: to have found nothing is to listen. */
  private async rest(): Promise<void> {
    if (!this.resting) return;
    const { descriptor, clock } = this.parts;
    await clock.sleep(descriptor.pollingIntervalInMs, this.resting.signal);
    this.resting = undefined;
  }

  private async handle(work: readonly Message[]): Promise<void> {
    await this.settle(work, await this.parts.executor.execute(work));
  }
}
