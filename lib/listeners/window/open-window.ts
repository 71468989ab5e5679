import type { ListFunction, StreamFunction } from '../../functions/function-descriptor.js';
import type { RawMessage } from '../../messages/raw-message.js';
import type { ListenerOptions } from '../listener.js';
import { InvocationWindow } from './invocation-window.js';
import { LaneAssignment } from './lane-assignment.js';
import type { ReadBudget } from './read-budget.js';
import type { Settlement } from './settlement.js';
import { mostBehindOthers, windowLimits } from './window-limits.js';
import { WorkRunner } from './work-runner.js';

/** What the window of a function takes. */
export interface OpenWindowOptions extends ListenerOptions {
  readonly descriptor: ListFunction | StreamFunction;
}

/** The window of a list or stream function: runs its works within its limits, and has each settled. */
export function openWindow<Message extends RawMessage>(
  options: OpenWindowOptions,
  settlement: Settlement<Message>,
  budget: ReadBudget,
  beforeStart?: () => void,
): InvocationWindow<readonly Message[]> {
  const { descriptor, observer, payloadOf } = options;
  const perWork = descriptor.batch ? descriptor.count : 1;
  const lanes = descriptor.orderBy && new LaneAssignment<Message>(descriptor, payloadOf);
  const runner = new WorkRunner(options, settlement, lanes, beforeStart);
  return new InvocationWindow(
    { ...windowLimits(descriptor), mostWaiting: () => budget.waiting(perWork) },
    runner,
    lanes && {
      laneOf: (work) => lanes.laneOf(work),
      idOf: ([message]) => message && settlement.idOf(message),
      comesAgain: ([message]) => message !== undefined && settlement.comesAgain(message),
      limit: mostBehindOthers(descriptor),
    },
    (thrown, work) => {
      const what = 'an error of this library left messages that were neither settled nor given back';
      observer.failed(thrown);
      observer.lost(what, work.length);
    },
  );
}
