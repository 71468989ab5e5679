import type { RedisClient } from '../connection/redis-client.js';
import type { ListFunction } from '../functions/function-descriptor.js';
import { InvocationWindow } from '../listeners/invocation-window.js';
import type { Listener, ListenerParts, StopPhases } from '../listeners/listener.js';
import { PollLoop } from '../listeners/poll-loop.js';
import { stoppedFailure } from '../listeners/stopped-failure.js';
import { whenAborted } from '../time/when-aborted.js';
import { windowLimits } from '../listeners/window-limits.js';
import type { ListElement } from '../messages/list-element.js';
import type { Failed, Outcome } from '../messages/outcome.js';
import { ElementReturn } from './element-return.js';
import { ListReader } from './list-reader.js';

/** What a list listener is made of. */
export interface ListListenerParts extends ListenerParts {
  readonly descriptor: ListFunction;
  /** A connection of its own, for the waiting pops. */
  readonly blocking: RedisClient;
  /** The shared connection, for everything else. */
  readonly command: RedisClient;
}

/** Pops elements while there is room for them, and has each executed. */
export class ListListener implements Listener {
  private readonly reader: ListReader;
  private readonly loop: PollLoop;
  private readonly window: InvocationWindow<readonly ListElement[]>;
  private readonly returning: ElementReturn;
  /** Works that were written off at a stop: what becomes of them later changes nothing. */
  private abandoned: ReadonlySet<readonly ListElement[]> = new Set();
  private readonly abandoning = new AbortController();

  constructor(private readonly parts: ListListenerParts) {
    const { descriptor, blocking, command, clock, observer } = parts;
    this.reader = new ListReader(descriptor, blocking, command, clock);
    this.returning = new ElementReturn(command, this.reader.end, clock);
    this.window = new InvocationWindow(windowLimits(descriptor), (work) => this.handle(work));
    this.loop = new PollLoop({ turn: (signal) => this.turn(signal), observer, clock });
  }

  get inFlight(): number {
    return this.window.inFlight;
  }

  start(): Promise<void> {
    this.loop.start();
    return this.loop.started;
  }

  async stop({ abandon, deadline }: StopPhases): Promise<void> {
    abandon.addEventListener('abort', () => this.abandoning.abort(), { once: true });
    const waiting = this.window.close();
    await Promise.race([Promise.all([this.loop.stop(), this.reader.wake(deadline)]), whenAborted(deadline)]);
    // What the last pop took came after what waited already.
    await this.giveBack([...waiting, ...this.window.close()].flat(), deadline);
    await this.window.whenIdle(abandon);
    await this.writeOff(this.window.unfinished, deadline);
  }

  private async turn(signal: AbortSignal): Promise<unknown> {
    const { descriptor, blocking, command, clock } = this.parts;
    await this.window.whenRoom(signal);
    await Promise.all([blocking.whenReady(signal), command.whenReady(signal)]);
    if (signal.aborted) return undefined;
    const { batch, count } = descriptor;
    const popped = await this.reader.read(batch ? count : Math.min(count, this.window.room));
    this.window.add(batch && popped.length > 0 ? [popped] : popped.map((element) => [element]));
    if (popped.length === 0 && !descriptor.blocking)
      await clock.sleep(descriptor.pollingIntervalInMs, signal);
    return this.reader.keyError;
  }

  private async handle(work: readonly ListElement[]): Promise<void> {
    const outcomes = await this.parts.executor.execute(work);
    if (this.abandoned.has(work)) return;
    await Promise.all(work.map((element, index) => this.settle(element, outcomes[index])));
  }

  private async settle(element: ListElement, outcome: Outcome | undefined): Promise<void> {
    if (outcome?.status === 'failed') await this.recordDeadLetter(element, outcome, this.abandoning.signal);
    if (outcome?.status === 'cancelled') await this.giveBack([element], this.abandoning.signal);
  }

  private async recordDeadLetter(element: ListElement, failure: Failed, signal: AbortSignal): Promise<void> {
    const { deadLetters, observer } = this.parts;
    try {
      await deadLetters.recordAtAllCosts(element, failure, signal);
    } catch (error) {
      observer.disturbed(error);
      observer.lost('an element that failed could not be written to its dead letters', 1);
    }
  }

  private async giveBack(elements: readonly ListElement[], signal: AbortSignal): Promise<void> {
    const left = await this.returning.giveBack(elements, signal);
    if (left > 0) this.parts.observer.lost('popped elements could not be given back before the stop', left);
  }

  /** Handlers that never ended: their elements are in no list any more, so they go to the dead letters. */
  private async writeOff(works: readonly (readonly ListElement[])[], deadline: AbortSignal): Promise<void> {
    if (works.length === 0) return;
    this.abandoned = new Set(works);
    const failure = stoppedFailure(this.parts.descriptor.id);
    await Promise.all(works.flat().map((element) => this.recordDeadLetter(element, failure, deadline)));
  }
}
