import type { ListFunction } from '../../functions/function-descriptor.js';
import { PollingListenerBody } from '../../listeners/polling-listener-body.js';
import { makeReader } from '../../listeners/reading/make-reader.js';
import { ReadLoop, type ReadLoopOptions } from '../../listeners/reading/read-loop.js';
import { PostponedWorks, roomForElements } from '../../listeners/window/postponed-works.js';
import type { ListElement } from '../../messages/list-element.js';
import { createSharedAbortController } from '../../time/shared-abort-controller.js';
import { ReturnLoop } from '../at-least-once/return-loop.js';
import { poppedEnd } from '../pop-commands.js';
import { AtMostOnceReader } from './at-most-once-reader.js';
import { CancelledElements } from './cancelled-elements.js';
import { ElementReturn } from './element-return.js';
import { PoppedElementSettlement } from './popped-element-settlement.js';
import { UnansweredPops } from './unanswered-pops.js';

/** What the listener of a list at most once has: it starts, watches and stops these. */
export interface AtMostOnceParts {
  readonly body: PollingListenerBody<ListElement>;
  readonly readLoop: ReadLoop<ListElement>;
  readonly settlement: PoppedElementSettlement;
  readonly cancelled: CancelledElements;
  /** Works whose handler wants them later: their elements are in no list meanwhile. */
  readonly postponed: PostponedWorks<readonly ListElement[]>;
  readonly returning: ElementReturn;
  readonly returnsHeld: ReturnLoop;
  /** Aborted when a stop begins. */
  readonly stopping: AbortController;
  /** Aborted at the deadline of a stop. */
  readonly ending: AbortController;
}

/** Joins what pops, executes and settles the elements of one function. */
export function joinAtMostOnceParts(options: ReadLoopOptions<ListFunction>): AtMostOnceParts {
  const { descriptor, command, clock, observer } = options;
  const stopping = createSharedAbortController();
  const ending = createSharedAbortController();
  const unanswered = new UnansweredPops(observer);
  const onReplyLost = (most: number): void => unanswered.add(most);
  const reader = makeReader(
    options,
    (part, own, isAlone) =>
      new AtMostOnceReader(part, own.blocking, own.command, clock, isAlone, onReplyLost),
  );
  const cancelled = new CancelledElements(() => readLoop.window.unfinished);
  const deliverAgain = (work: readonly ListElement[]): void => {
    settlement.resume(work);
    readLoop.window.add([work]);
  };
  const postponed = new PostponedWorks<readonly ListElement[]>(clock, deliverAgain, roomForElements);
  const signals = { stopping: stopping.signal, ending: ending.signal };
  const settlement = new PoppedElementSettlement({ ...options, ...signals, cancelled, postponed });
  const readLoop: ReadLoop<ListElement> = new ReadLoop(options, reader, settlement);
  const body = new PollingListenerBody(readLoop);
  const returning = new ElementReturn(command, poppedEnd(descriptor), clock);
  const returnsHeld = new ReturnLoop(options);
  return { body, readLoop, settlement, cancelled, postponed, returning, returnsHeld, stopping, ending };
}
