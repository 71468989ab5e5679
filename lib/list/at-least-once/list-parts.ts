import type { ListFunction } from '../../functions/function-descriptor.js';
import { Acknowledger } from '../../listeners/acknowledger.js';
import { IsolatingExecutor } from '../../listeners/poison/isolating-executor.js';
import { IsolationGate } from '../../listeners/poison/isolation-gate.js';
import { PollingListenerBody } from '../../listeners/polling-listener-body.js';
import { limited } from '../../listeners/reading/limited-reader.js';
import { ReadLoop, type ReadLoopOptions } from '../../listeners/reading/read-loop.js';
import { PostponedWorks, roomForElements } from '../../listeners/window/postponed-works.js';
import type { ListElement } from '../../messages/list-element.js';
import { createSharedAbortController } from '../../time/shared-abort-controller.js';
import { AtLeastOnceReader } from './at-least-once-reader.js';
import { ElementSettlement } from './element-settlement.js';
import { FailedElements } from './failed-elements.js';
import { HeldElements, type Receipt } from './held-elements.js';
import { LeaseGuard } from './lease-guard.js';
import { LeaseLoop } from './lease-loop.js';
import { ListSource } from './list-source.js';
import { settleElements } from './settle-elements.js';
import { SuspectElements } from './suspect-elements.js';

/** Joins what pops, executes and settles the elements of one function, and keeps their leases. */
export function joinListParts(options: ReadLoopOptions<ListFunction>): ListParts {
  const { descriptor, blocking, clock, observer } = options;
  const stopping = createSharedAbortController();
  const stopped = createSharedAbortController();
  const held = new HeldElements();
  const common = { ...options, held, stopping: stopping.signal, ended: stopped.signal };

  const sources = descriptor.keys.map((key) => new ListSource(key, { ...common, reader: blocking }));
  const shared = { ...common, sources };
  const leases = new LeaseLoop(shared);

  const acknowledger = new Acknowledger<Receipt>({
    send: (_, receipts) =>
      readLoop.sendBest(async (sender) => {
        if (receipts[0]) await settleElements(sender, receipts[0].lease, receipts);
      }, stopped.signal),
    onAcknowledged: (_, receipts) => {
      for (const { element } of receipts) held.removeSettled(element);
    },
    observer,
    clock,
    stopped: stopped.signal,
  });
  const postponedWorks = new PostponedWorks<readonly ListElement[]>(
    clock,
    (work) => {
      held.resume(work);
      readLoop.window.add([work]);
    },
    roomForElements,
  );
  const failedElements = new FailedElements({ ...shared, stopped: stopped.signal });
  const settlement = new ElementSettlement({ ...common, acknowledger, failedElements, postponedWorks });

  const gate = new IsolationGate('all');
  const executor = new IsolatingExecutor({
    // Inside, because whether the lease lasts is asked when a handler may begin.
    executor: new LeaseGuard(common),
    gate,
    suspects: new SuspectElements(common),
    mayYield: descriptor.retry !== undefined,
    keepsTurn: false,
    stopping: stopping.signal,
  });
  const reader = limited(new AtLeastOnceReader({ ...shared, gate }), descriptor, options.rate);
  const readLoop: ReadLoop<ListElement> = new ReadLoop({ ...options, executor }, reader, settlement);
  const body = new PollingListenerBody(readLoop, acknowledger);
  return { sources, held, body, readLoop, acknowledger, postponedWorks, leases, stopping, stopped };
}

/** What a listener at least once has: it starts, watches and stops these. */
export interface ListParts {
  readonly sources: readonly ListSource[];
  readonly held: HeldElements;
  readonly body: PollingListenerBody<ListElement>;
  readonly readLoop: ReadLoop<ListElement>;
  readonly acknowledger: Acknowledger<Receipt>;
  readonly postponedWorks: PostponedWorks<readonly ListElement[]>;
  readonly leases: LeaseLoop;
  /** Aborted when a stop begins: what waits does not begin any more. */
  readonly stopping: AbortController;
  /** Aborted when nothing is tried again, and nothing begins. */
  readonly stopped: AbortController;
}
