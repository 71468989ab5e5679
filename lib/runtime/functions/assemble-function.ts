import type { PayloadDecoder } from '../../binding/payload-decoder.js';
import type { Connections } from '../../connections/connections.js';
import type { ConnectionTarget } from '../../connections/connection-target.js';
import { DeadLetterRecorder } from '../../dead-letters/dead-letter-recorder.js';
import { deduplicated } from '../../deduplication/deduplicating-executor.js';
import type { DescribeError } from '../../errors/describe-error.js';
import type { EventBus } from '../../events/event-bus.js';
import type { FunctionEvent } from '../../events/runtime-events.js';
import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import type { HookCaller } from '../../invocation/hook-caller.js';
import type { Instruments } from '../../invocation/instruments.js';
import type { Invoker } from '../../invocation/invoker.js';
import type { InvocationExecutor } from '../../listeners/invocation-executor.js';
import { LoopLiveness } from '../../time/loop-liveness.js';
import type { MakeInvokerOptions } from './make-invoker.js';
import { FunctionReporter } from '../reporting/function-reporter.js';
import type { FunctionState } from '../health/function-state.js';
import type { EndingObserver, InvocationEvents } from '../reporting/invocation-events.js';
import { PausableListener } from '../pause/pausable-listener.js';
import type { Pauses } from '../pause/pauses.js';
import type { FunctionSchedule } from '../stop/function-schedule.js';
import type { StopSchedule } from '../stop/stop-schedule.js';
import { rateLimitOf } from './rate-limit-of.js';
import type { ListenerMaker } from './make-listener.js';
import type { RunningFunction } from './running-function.js';

/** What all functions of a runtime share. */
export interface SharedServices extends MakeInvokerOptions {
  readonly describeError: DescribeError;
  /** The text without the passwords that are known. */
  readonly scrub: (text: string) => string;
  readonly connections: Connections;
  readonly events: EventBus;
  readonly instruments: Instruments;
  /** The stop of the runtime. */
  readonly schedule: StopSchedule;
  readonly pauses: Pauses;
  /** Who hears how each invocation ends, beside the events. */
  readonly endings: EndingObserver[];
}

/** What makes up a function beside its descriptor. */
export interface FunctionServices {
  readonly target: ConnectionTarget;
  readonly makeListener: ListenerMaker;
  readonly invoker: InvocationExecutor & Pick<Invoker, 'abandoned'>;
  readonly state: FunctionState;
  readonly told: InvocationEvents;
  readonly schedule: FunctionSchedule;
  /** The ids of all functions of the program. */
  readonly functionIds: ReadonlySet<string>;
  readonly hooks: HookCaller | undefined;
  /** Only of a function that orders by its payloads. */
  readonly payloadOf: PayloadDecoder | undefined;
}

/** Puts a function together: the clients of its connection, its listener, and its invoker behind it. */
export function assembleFunction(
  descriptor: FunctionDescriptor,
  { target, makeListener, invoker, state, told, schedule, hooks, payloadOf, functionIds }: FunctionServices,
  shared: SharedServices,
): RunningFunction {
  const subject = subjectOf(descriptor, target);
  const observer = new FunctionReporter({ ...shared, descriptor, subject, state, told, hooks, functionIds });
  const credentials = shared.connections.credentials(target);
  credentials?.observe(observer);
  const claims = new LoopLiveness();
  const client = shared.connections.command(target);
  const executor = deduplicated(descriptor, {
    ...shared,
    executor: invoker,
    client,
    observer,
    liveness: claims,
    stop: shared.schedule,
    schedule,
  });
  const deadLetters = new DeadLetterRecorder(descriptor, {
    ...shared,
    client,
    observer,
  });
  // It outlives the listener, because what was taken before a pause counts after it.
  const rate = rateLimitOf(descriptor, client, shared.clock);
  const parts = { ...shared, target, executor, payloadOf, deadLetters, observer, rate };
  const pause = shared.pauses.of(descriptor.id);
  const listener = new PausableListener({
    make: () => makeListener(parts),
    schedule,
    observer,
    clock: shared.clock,
    isPaused: pause.current !== undefined,
  });
  pause.attach({ listener, reporter: observer });
  const otherLoops = credentials ? [claims, credentials.liveness] : [claims];
  return {
    descriptor,
    state,
    observer,
    listener,
    otherLoops,
    rate,
    hooks,
    abandoned: () => invoker.abandoned,
  };
}

/** What all events of a function contain. */
export function subjectOf(
  { id, kind, connection }: FunctionDescriptor,
  target: ConnectionTarget,
): FunctionEvent {
  return Object.freeze({ functionId: id, kind, connection, server: target.label });
}
