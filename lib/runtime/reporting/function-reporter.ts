import type { EventBus } from '../../events/event-bus.js';
import type { FunctionEvent } from '../../events/runtime-events.js';
import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import { sourcesOf } from '../../functions/sources.js';
import type { Instruments } from '../../invocation/instruments.js';
import type { FormerHolder, ListenerObserver } from '../../listeners/listener.js';
import type { Logger } from '../../logging/logger.js';
import type { DeadLetter } from '../../messages/dead-letter.js';
import type { Gap, GapReason } from '../../messages/gap.js';
import type { Failed } from '../../messages/outcome.js';
import { deliveryCountOf, type RawMessage } from '../../messages/raw-message.js';
import { signals } from '../../signals/signals.js';
import type { Clock } from '../../time/clock.js';
import type { FunctionState } from '../health/function-state.js';
import type { Pause } from '../health/pause.js';
import type { InvocationEvents } from './invocation-events.js';
import { RepeatedTexts } from './repeated-texts.js';

export interface FunctionReporterOptions {
  readonly descriptor: FunctionDescriptor;
  /** What all events of the function contain. */
  readonly subject: FunctionEvent;
  readonly state: FunctionState;
  readonly logger: Logger;
  /** The ids of all functions of the program. */
  readonly functionIds: ReadonlySet<string>;
  readonly clock: Clock;
  readonly events: EventBus;
  /** Tells of messages that were turned away. */
  readonly told: Pick<InvocationEvents, 'turnedAway'>;
  readonly hooks: ReporterHooks | undefined;
  /** Tells add-ons of messages of which there is no attempt. */
  readonly instruments: Pick<Instruments, 'turnedAway' | 'skipped'>;
}

/** So many of those who held messages are named in one line of the log, who held most first. */
const mostNamed = 10;

/** What the handler class itself is told. */
export interface ReporterHooks {
  deadLettered(deadLetter: DeadLetter): void;
  gap(gap: Gap): void;
}

/** Hears how one function fares: has its state keep it, and tells the events, the log and the hooks of it. */
export class FunctionReporter implements ListenerObserver {
  /** Whether it has ever listened. */
  private hasListened = false;
  private readonly failureTexts: RepeatedTexts;
  /** Since when a pause has it miss messages, on the clock; undefined where none does. */
  private missesSince: number | undefined;

  constructor(private readonly options: FunctionReporterOptions) {
    this.failureTexts = new RepeatedTexts(options.clock);
  }

  listening(): void {
    const { subject, events, descriptor, state } = this.options;
    const afterInMs = state.listening();
    if (afterInMs === undefined) return;
    if (this.hasListened) {
      events.emit('listenerRecovered', { ...subject, afterInMs });
    } else {
      this.hasListened = true;
      events.emit('functionStarted', { ...subject, sources: sourcesOf(descriptor), afterInMs });
    }
    this.tellMissed();
  }

  paused(pause: Pause): void {
    const { events, subject, state } = this.options;
    state.paused(pause);
    events.emit('functionPaused', { ...subject, ...pause, missesMessages: subject.kind === 'pubsub' });
  }

  resumed(): void {
    const { events, subject, state, descriptor, clock } = this.options;
    const afterInMs = state.resumed();
    // An exclusive function knows by its lease in Redis since when nobody has handled its messages.
    const misses = this.hasListened && descriptor.kind === 'pubsub' && !descriptor.exclusive;
    if (misses) this.missesSince ??= clock.now() - afterInMs;
    events.emit('functionResumed', { ...subject, afterInMs });
  }

  cannotListen(thrown: unknown): void {
    const { events, subject, state } = this.options;
    const isLost = state.cannotListen();
    const error = state.remember(thrown);
    if (isLost) events.emit('listenerLost', { ...subject, error });
    events.emit('listenerFailed', { ...subject, error, prevents: true });
  }

  failed(thrown: unknown, work?: object): void {
    const { events, subject, state } = this.options;
    events.emit('listenerFailed', { ...subject, error: state.remember(thrown), prevents: false });
    if (work) state.failed(work);
  }

  recovered(work: object): void {
    this.options.state.recovered(work);
  }

  turnedAway(message: RawMessage, failure: Failed): void {
    const { told, logger, subject, state, instruments } = this.options;
    state.turnedAway();
    const error = state.remember(failure.error);
    told.turnedAway(message, failure);
    instruments.turnedAway(subject.functionId, message, failure);
    const { functionId, connection, server } = subject;
    const text = 'a message failed before it could be run';
    if (this.failureTexts.claimNews(error.message))
      logger.error({ functionId, connection, server, error }, text);
  }

  skipped(message: RawMessage): void {
    const { events, logger, subject, state, instruments } = this.options;
    state.skipped();
    instruments.skipped(subject.functionId, message);
    if (events.hears('messageSkipped')) events.emit('messageSkipped', { ...subject });
    logger.debug({ functionId: subject.functionId }, 'a message was skipped: its id was already handled');
  }

  lost(what: string, count = 0): void {
    const { events, subject, state } = this.options;
    events.emit('messagesLost', { ...subject, what, count, lostSoFar: state.lost(count) });
  }

  tookOver(source: string, from: readonly FormerHolder[]): void {
    const { logger, subject, functionIds, descriptor } = this.options;
    const { functionId, connection, server } = subject;
    const count = from.reduce((sum, each) => sum + each.count, 0);
    const heldBy = [...from]
      .sort((one, other) => other.count - one.count)
      .slice(0, mostNamed)
      .map((each) => ({ ...each, isOfThisProgram: functionIds.has(each.functionId) }));
    const what = descriptor.kind === 'list' ? 'went back to the list' : 'are taken over';
    const text = `messages ${what}: the processes that held them are gone`;
    logger.info({ functionId, connection, server, source, count, heldBy }, text);
  }

  gap(durationInMs: number, reason: GapReason, blockedForInMs?: number): void {
    const { clock, events, subject, descriptor, state, hooks } = this.options;
    state.gap();
    const until = clock.date();
    const gap: Gap = {
      functionId: descriptor.id,
      channel: descriptor.kind === 'pubsub' ? descriptor.channel : '',
      since: new Date(until.getTime() - durationInMs),
      until,
      durationInMs,
      reason,
      ...(blockedForInMs !== undefined && { blockedForInMs }),
    };
    events.emit('gap', { ...subject, ...gap });
    hooks?.gap(Object.freeze(gap));
  }

  recorded(deadLetter: DeadLetter): void {
    this.tell(deadLetter);
    this.options.hooks?.deadLettered(deadLetter);
    signals.deadLettered.publish();
  }

  private tellMissed(): void {
    const { missesSince } = this;
    this.missesSince = undefined;
    if (missesSince !== undefined) this.gap(this.options.clock.now() - missesSince, 'paused');
  }

  private tell({ message, source, reason, error, attempts, key, id }: DeadLetter): void {
    const { events, subject } = this.options;
    events.emit('messageDeadLettered', {
      ...subject,
      source,
      ...(message.kind === 'stream' && { entryId: message.id }),
      attempt: attempts,
      deliveryCount: deliveryCountOf(message),
      reason,
      error,
      deadLetterKey: key,
      deadLetterId: id,
    });
  }
}
