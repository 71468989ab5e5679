import type { ErrorDescription } from '../errors/describe-error.js';
import type { Gap } from '../messages/gap.js';
import type { FailureReason } from '../messages/outcome.js';
import type { TriggerKind } from '../messages/raw-message.js';

/**
 * What a runtime tells while it runs, by name: `runtime.on('invocationFailed', (event) => …)`. No event holds
 * anything of a message's content, and no known password.
 */
export interface RuntimeEvents {
  /** A function listens for the first time. */
  readonly functionStarted: FunctionStarted;
  /** A message was handled. With `batch: true` there is one event for each message of the batch. */
  readonly invocationSucceeded: InvocationEvent;
  /** A message was not handled, and is not tried again here and now: a stream entry may be delivered again. */
  readonly invocationFailed: InvocationFailed;
  /** A handler threw a `Drop`: its message is done with. */
  readonly invocationDropped: InvocationEvent;
  /** A handler threw a `RetryLater`: its message is delivered again. */
  readonly invocationPostponed: InvocationPostponed;
  /** An attempt failed, and the trigger's `retry` makes another after a rest. */
  readonly invocationRetried: InvocationRetried;
  /** A message that failed for good was recorded. */
  readonly messageDeadLettered: MessageDeadLettered;
  /** Messages were lost, or may have been. */
  readonly messagesLost: MessagesLost;
  /** A function that listened cannot any longer; it goes on trying by itself. */
  readonly listenerLost: ListenerTrouble;
  /** A try failed: to listen, or something beside it, such as an acknowledgement. Told at each try. */
  readonly listenerTroubled: ListenerTroubled;
  /** A function whose listener was lost listens again. */
  readonly listenerRecovered: ListenerRecovered;
  /** A subscription stands again; what was published while it did not is gone. */
  readonly gap: GapEvent;
  /** `stop()` was called. */
  readonly stopping: RuntimeStopping;
  /** The stop is over: nothing runs any more, or its time was up. */
  readonly stopped: RuntimeStopped;
}

/** The name of an event of a runtime. */
export type RuntimeEventName = keyof RuntimeEvents;

/** Hears of the events of one name. What it throws or rejects with is logged once, and changes nothing. */
export type RuntimeEventListener<Name extends RuntimeEventName> = (
  event: RuntimeEvents[Name],
) => void | PromiseLike<void>;

/** What all events of a function say. */
export interface FunctionEvent {
  readonly functionId: string;
  readonly kind: TriggerKind;
  /** The connection's name. */
  readonly connection: string;
  /** Where that leads, without user and password. */
  readonly server: string;
}

export interface FunctionStarted extends FunctionEvent {
  /** What it listens to: its keys, its channel or its pattern. */
  readonly sources: readonly string[];
  /** How long that took, in milliseconds. */
  readonly afterInMs: number;
}

/** How an attempt to handle a message went. */
export interface AttemptEvent extends FunctionEvent {
  /** The channel or key that the message came from. */
  readonly source: string;
  /** Of a stream entry: its id. */
  readonly entryId?: string;
  /** Which attempt it was in this process; 0 where the handler never ran, such as for a payload that was refused. */
  readonly attempt: number;
  /**
   * How many times the message was delivered, this time included; 1 but for a stream entry, or an element of a
   * list with `delivery: 'atLeastOnce'`.
   */
  readonly deliveryCount: number;
}

/** How an invocation ended for one message. */
export interface InvocationEvent extends AttemptEvent {
  /** From the taking up of the message to the end, with decoding, all attempts, and the rests between them. */
  readonly durationInMs: number;
}

export interface InvocationFailed extends InvocationEvent {
  readonly reason: FailureReason;
  readonly error: ErrorDescription;
}

export interface InvocationPostponed extends InvocationEvent {
  /** Before this time has passed, in milliseconds, the message is not delivered again. */
  readonly delayInMs: number;
}

export interface InvocationRetried extends AttemptEvent {
  /** The rest before the next attempt, in milliseconds. */
  readonly delayInMs: number;
  readonly error: ErrorDescription;
}

export interface MessageDeadLettered extends AttemptEvent {
  /** In a word, as the dead letter says it. */
  readonly reason: string;
  readonly error: ErrorDescription;
  /** The stream that holds the dead letter, and its id there. */
  readonly deadLetterKey: string;
  readonly deadLetterId: string;
}

export interface MessagesLost extends FunctionEvent {
  /** How it happened. */
  readonly what: string;
  /** How many, or 0 where that is not known. */
  readonly count: number;
  /** How many are known to be lost since the start. */
  readonly lostSoFar: number;
}

export interface ListenerTrouble extends FunctionEvent {
  readonly error: Omit<ErrorDescription, 'stack'>;
}

export interface ListenerTroubled extends ListenerTrouble {
  /** Whether the function cannot listen meanwhile; else what failed is something beside it. */
  readonly prevents: boolean;
}

export interface ListenerRecovered extends FunctionEvent {
  /** How long it did not listen, in milliseconds. */
  readonly afterInMs: number;
}

export interface GapEvent extends FunctionEvent, Gap {}

export interface RuntimeStopping {
  /** How many functions there are. */
  readonly functions: number;
}

export interface RuntimeStopped extends RuntimeStopping {
  /** How long the stop took, in milliseconds. */
  readonly afterInMs: number;
  /** How many invocations and hooks had not ended when the time was up; 0 after a clean stop. */
  readonly unfinished: number;
}
