import type { BlockingClient, CommandClient, ReadyClient } from '../../redis/commands/clients.js';
import type { SlotClients } from '../../redis/cluster/cluster-connection.js';
import type { CommandSender } from '../../redis/commands/command-sender.js';
import type { ListFunction, StreamFunction } from '../../functions/function-descriptor.js';
import { sizeOf, type RawMessage } from '../../messages/raw-message.js';
import { signals } from '../../signals/signals.js';
import { endOfMicrotasks } from '../../time/event-loop.js';
import { whenAborted } from '../../time/when-aborted.js';
import { WakeableSleep } from '../../time/wakeable-sleep.js';
import { whenTold } from '../../time/when-told.js';
import { batchesByKey } from './batches-by-key.js';
import type { RateLimit } from '../rate/rate-limit.js';
import type { MessageReader } from './message-reader.js';
import { openWindow } from '../window/open-window.js';
import type { Settlement } from '../window/settlement.js';
import type { InvocationWindow } from '../window/invocation-window.js';
import type { ListenerOptions } from '../listener.js';
import { areBytesMoving, isMoving } from '../liveness/is-moving.js';
import { PollLoop } from './poll-loop.js';
import { ReadBudget } from '../window/read-budget.js';
import { ReadAhead, type Read } from './read-ahead.js';
import { ReadStarter } from './read-starter.js';

export interface ReadLoopOptions<Descriptor extends ListFunction | StreamFunction> extends ListenerOptions {
  readonly descriptor: Descriptor;
  /** A connection of its own, for the reads that wait. */
  readonly blocking: BlockingClient;
  /** The shared connection, for everything else. */
  readonly command: CommandClient;
  /** The same for each slot of a cluster that the keys are in; else once for all keys. */
  readonly slots: readonly SlotClients[];
  /** Undefined where it may read as much as there is room for. */
  readonly rate?: RateLimit | undefined;
}

/** What lists and streams have in common: reads while there is room, and has what was read executed. */
export class ReadLoop<Message extends RawMessage> {
  /** What runs and what waits; each work is one invocation's messages. */
  readonly window: InvocationWindow<readonly Message[]>;
  readonly loop: PollLoop;
  private readonly hasNoRoom = (): boolean => this.window.room <= 0;
  private readonly isConnecting: () => boolean;
  private readonly areBytesMoving: () => boolean;
  /** Whether a read may be under way for longer than its wait. */
  private readonly mayTakeLong = (): boolean =>
    this.reader.mayTakeLong === true ||
    this.areBytesMoving() ||
    (!this.areClientsReady && this.isConnecting());
  private readonly reads: ReadAhead<Message>;
  private readonly starter: ReadStarter;
  /** The last read that found nothing. */
  private lastEmpty = 0;
  /** Whether a rest comes before the next read. */
  private isRestDue = false;
  private isStopping = false;
  private readonly pollingSleep: WakeableSleep;
  private readonly onEmptyRead = new Set<() => void>();

  constructor(
    private readonly options: ReadLoopOptions<ListFunction | StreamFunction>,
    private readonly reader: MessageReader<Message>,
    settlement: Settlement<Message>,
  ) {
    const { descriptor, observer, clock, blocking, command } = options;
    this.isConnecting = isMoving([blocking, command]);
    this.areBytesMoving = areBytesMoving(blocking);
    this.pollingSleep = new WakeableSleep(clock);
    const budget = new ReadBudget();
    this.window = openWindow(options, settlement, budget, () => this.starter.beginBeforeStart());
    this.reads = new ReadAhead({
      read: (count) => reader.read(count),
      limits: {
        batch: descriptor.batch,
        count: descriptor.count,
        mostRoom: descriptor.concurrency + descriptor.prefetch,
        slots: options.slots.length,
        isBoundByServer: reader.isBoundByServer === true,
      },
      budget,
      sizeOf,
    });
    this.starter = new ReadStarter({
      reads: this.reads,
      window: this.window,
      client: blocking,
      mayBegin: () => !this.isStopping && this.areClientsReady,
    });
    this.loop = new PollLoop({ turn: (signal) => this.turn(signal), observer, clock });
  }

  /**
   * Where a command of the listener is sent best: along with the reads while they find messages, for what is
   * written together costs one write; never behind a read that waits.
   */
  get sender(): ReadyClient {
    const { blocking, command } = this.options;
    return this.reads.findsAll && blocking.isReady ? blocking : command;
  }

  /** Has something sent there: at once, or when it is ready, or when `signal` is aborted. */
  async sendBest(send: (sender: CommandSender) => Promise<void>, signal: AbortSignal): Promise<void> {
    const { sender } = this;
    if (!sender.isReady) await sender.whenReady(signal);
    await send(sender);
  }

  /** Begins to read; resolves after the first read that succeeded. */
  start(): Promise<void> {
    this.loop.start();
    return this.loop.started;
  }

  /** Reads nothing more; resolves when the last read has been answered, or when `deadline` is aborted. */
  async stop(deadline: AbortSignal): Promise<void> {
    this.isStopping = true;
    const ended = Promise.all([this.loop.stop().then(() => this.takeUnderWay()), this.reader.wake(deadline)]);
    this.endRest();
    await Promise.race([ended.then(() => this.takeRest(deadline)), whenAborted(deadline)]);
  }

  private async takeRest(deadline: AbortSignal): Promise<void> {
    const rest = await this.reader.takeRest?.(deadline);
    if (rest) this.window.add(rest.map((message) => [message]));
  }

  /** Resolves when a read that began after this call found nothing, and nothing runs. */
  async caughtUp(signal: AbortSignal): Promise<void> {
    const { latest } = this.reads;
    while (this.lastEmpty <= latest && !signal.aborted) {
      this.readSoon();
      await whenTold(this.onEmptyRead, signal);
    }
    await this.window.whenIdle(signal);
  }

  /** Ends a read that waits, and a rest between two reads. */
  readSoon(): void {
    this.reader.hurry();
    this.endRest();
  }

  private async turn(signal: AbortSignal): Promise<unknown> {
    if (this.isRestDue) await this.rest();
    // Handlers that wait for nothing have ended by then, so that there is room for whole reads.
    if (this.window.inFlight > 0) await endOfMicrotasks();
    if (this.reads.size === 0) await this.whenReady(signal);
    if (this.reads.size === 0) await this.starter.whileRoomGrows();
    if (signal.aborted) return undefined;
    this.starter.begin();
    this.recordProgress();
    const { first } = this.reads;
    if (first) this.take(first, await this.replyOf(first));
    return this.reader.keyError;
  }

  private async whenReady(signal: AbortSignal): Promise<void> {
    const { blocking, command } = this.options;
    const { liveness } = this.loop;
    if (this.hasNoRoom()) await liveness.during(this.hasNoRoom, this.window.whenRoom(signal));
    if (this.areClientsReady) return;
    const ready = Promise.all([blocking.whenReady(signal), command.whenReady(signal)]);
    await liveness.during(this.isConnecting, ready);
  }

  private get areClientsReady(): boolean {
    const { blocking, command } = this.options;
    return blocking.isReady && command.isReady;
  }

  /** What comes next, a read or a rest, takes so long at most. */
  private recordProgress(): void {
    this.loop.liveness.recordProgress(this.options.descriptor.pollingIntervalInMs);
  }

  private take({ number }: Read<Message>, messages: Message[]): void {
    this.reads.answered(messages);
    if (messages.length === 0) this.foundNothing(number);
    else this.add(messages);
    signals.readAnswered.publish();
  }

  private async replyOf({ reply }: Read<Message>): Promise<Message[]> {
    const { liveness } = this.loop;
    liveness.beginWait(this.mayTakeLong);
    try {
      return await reply;
    } catch (error) {
      // One fault is one failure, of however many reads.
      this.recordProgress();
      for (const messages of await this.reads.failed()) this.add(messages);
      throw error;
    } finally {
      liveness.endWait();
    }
  }

  private add(messages: Message[]): void {
    if (!this.options.descriptor.batch) this.window.add(messages.map((message) => [message]));
    else this.window.add(this.options.descriptor.kind === 'list' ? batchesByKey(messages) : [messages]);
  }

  /** What reads took that nobody had waited for yet when the loop was stopped. */
  private async takeUnderWay(): Promise<void> {
    for (let { first } = this.reads; first; { first } = this.reads) {
      const messages = await this.replyOf(first).catch(() => undefined);
      if (messages) this.take(first, messages);
    }
  }

  private foundNothing(number: number): void {
    this.lastEmpty = number;
    this.isRestDue = !this.options.descriptor.blocking;
    for (const note of this.onEmptyRead) note();
  }

  /** Between two reads, not at the end of the first: to have found nothing is to listen. */
  private async rest(): Promise<void> {
    this.recordProgress();
    await this.pollingSleep.sleep(this.options.descriptor.pollingIntervalInMs);
    this.isRestDue = false;
  }

  private endRest(): void {
    this.isRestDue = false;
    this.pollingSleep.wake();
  }
}
