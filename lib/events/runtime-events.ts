import type { ErrorDescription } from '../errors/describe-error.js';
import type { Gap } from '../messages/gap.js';
import type { FailureReason } from '../messages/outcome.js';
import type { TriggerKind } from '../messages/raw-message.js';

/**
 * The events of a runtime, by name: `runtime.on('invocationFailed', (event) => …)`. No event contains anything of a
 * message's content, nor a known password.
 */
export interface RuntimeEvents {
  /** A function started to listen. */
  readonly functionStarted: FunctionStarted;
  /** A message was handled successfully. With `batch: true` there is one event for each message of the batch. */
  readonly invocationSucceeded: InvocationEvent;
  /** An invocation failed for good: no retry follows. A stream entry may still be delivered again. */
  readonly invocationFailed: InvocationFailed;
  /** A handler threw a `Drop`: its message was discarded. */
  readonly invocationDropped: InvocationEvent;
  /** A handler threw a `RetryLater`: its message will be delivered again. */
  readonly invocationPostponed: InvocationPostponed;
  /** An attempt failed, and will be retried as the trigger's `retry` says. */
  readonly invocationRetried: InvocationRetried;
  /** A message was skipped, because one with its id was already handled: see the option `deduplicate`. */
  readonly messageSkipped: FunctionEvent;
  /** A message that failed for good was recorded as a dead letter. */
  readonly messageDeadLettered: MessageDeadLettered;
  /** Messages were lost, or may have been. */
  readonly messagesLost: MessagesLost;
  /** A function can no longer listen; it keeps trying on its own. */
  readonly listenerLost: ListenerLost;
  /** A function failed to listen, or failed at something else, such as an acknowledgement. Emitted for each attempt. */
  readonly listenerFailed: ListenerFailed;
  /** A function that could not listen does so again. */
  readonly listenerRecovered: ListenerRecovered;
  /** A function reads nothing until it is resumed; also emitted when until when, or by whom, changes. */
  readonly functionPaused: FunctionPaused;
  /** A function is paused no more, and begins to listen again. */
  readonly functionResumed: FunctionResumed;
  /** A subscription was restored; messages published in the meantime are lost. */
  readonly gap: GapEvent;
  /** `stop()` was called. */
  readonly stopping: RuntimeStopping;
  /** The stop is over: nothing runs anymore, or its deadline has passed. */
  readonly stopped: RuntimeStopped;
}

/** The name of a runtime event. */
export type RuntimeEventName = keyof RuntimeEvents;

/** Called with each event of one name. What it throws or rejects with is logged once and has no further effect. */
export type RuntimeEventListener<Name extends RuntimeEventName> = (
  event: RuntimeEvents[Name],
) => void | PromiseLike<void>;

/** What all events of a function contain. */
export interface FunctionEvent {
  readonly functionId: string;
  readonly kind: TriggerKind;
  /** The connection's name. */
  readonly connection: string;
  /** The address of its server, without user and password. */
  readonly server: string;
}

/** A function started to listen. */
export interface FunctionStarted extends FunctionEvent {
  /** What it listens to: its keys, channel or pattern. */
  readonly sources: readonly string[];
  /** How long the start took, in milliseconds. */
  readonly afterInMs: number;
}

/** An attempt to handle a message. */
export interface AttemptEvent extends FunctionEvent {
  /** The channel or key that the message came from. */
  readonly source: string;
  /** The id of a stream entry. */
  readonly entryId?: string;
  /** Which attempt it was in this process; 0 if the handler never ran, as for an invalid payload. */
  readonly attempt: number;
  /**
   * How many times the message was delivered, this time included. Above 1 only for a stream entry, or an element of
   * a list with `delivery: 'atLeastOnce'`.
   */
  readonly deliveryCount: number;
}

/** How an invocation ended for one message. */
export interface InvocationEvent extends AttemptEvent {
  /** The time that the invocation took, in milliseconds: decoding, all attempts, and the waits between them. */
  readonly durationInMs: number;
}

/** An invocation that failed, with no retry to follow. */
export interface InvocationFailed extends InvocationEvent {
  /** Why it failed. */
  readonly reason: FailureReason;
  /** The error of the last attempt, or why the handler never ran. */
  readonly error: ErrorDescription;
}

/** An invocation whose handler threw a `RetryLater`. */
export interface InvocationPostponed extends InvocationEvent {
  /** The shortest time until the message is delivered again, in milliseconds. */
  readonly delayInMs: number;
}

/** An attempt that failed and will be retried. */
export interface InvocationRetried extends AttemptEvent {
  /** The wait before the next attempt, in milliseconds. */
  readonly delayInMs: number;
  /** The error of this attempt. */
  readonly error: ErrorDescription;
}

/** A message that failed for good and was recorded as a dead letter. */
export interface MessageDeadLettered extends AttemptEvent {
  /** Why it failed: a `FailureReason`, as in the dead letter. */
  readonly reason: string;
  /** The error recorded in the dead letter. */
  readonly error: ErrorDescription;
  /** The stream that holds the dead letter. */
  readonly deadLetterKey: string;
  /** The dead letter's id in that stream. */
  readonly deadLetterId: string;
}

/** Messages that were lost, or may have been. */
export interface MessagesLost extends FunctionEvent {
  /** What happened, as a sentence. */
  readonly what: string;
  /** How many messages this event is about, at most; 0 if that is not known. */
  readonly count: number;
  /** How many messages of this function are known to be lost, or may be, since the start, these included. */
  readonly lostSoFar: number;
}

/** A function that cannot listen. */
export interface ListenerLost extends FunctionEvent {
  /** What went wrong. */
  readonly error: Omit<ErrorDescription, 'stack'>;
}

/** A failure of a function's listener. */
export interface ListenerFailed extends ListenerLost {
  /** Whether it prevents the function from listening; false for anything else, such as an acknowledgement. */
  readonly prevents: boolean;
}

/** A function that listens again. */
export interface ListenerRecovered extends FunctionEvent {
  /** How long it did not listen, in milliseconds. */
  readonly afterInMs: number;
}

/** A function that is paused. */
export interface FunctionPaused extends FunctionEvent {
  /** Who has paused it: this process, the fleet, or both. */
  readonly by: readonly ('process' | 'fleet')[];
  /** When it is resumed by itself; absent where somebody has to resume it. */
  readonly until?: Date;
  /**
   * Whether messages go by meanwhile, because Redis does not keep them: of every pub/sub function. Those of an exclusive
   * one are handled by another process, where there is one.
   */
  readonly missesMessages: boolean;
}

/** A function that is paused no more. */
export interface FunctionResumed extends FunctionEvent {
  /** How long it was paused, in milliseconds. */
  readonly afterInMs: number;
}

/** A subscription that was restored, with the gap that it had. */
export interface GapEvent extends FunctionEvent, Gap {}

/** A runtime that begins to stop. */
export interface RuntimeStopping {
  /** How many functions are running. */
  readonly functions: number;
}

/** A runtime that has stopped. */
export interface RuntimeStopped extends RuntimeStopping {
  /** How long the stop took, in milliseconds. */
  readonly afterInMs: number;
  /** How many invocations and hooks had not ended by the deadline; 0 after a clean stop. */
  readonly unfinished: number;
}
