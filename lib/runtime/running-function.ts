import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import type { Listener } from '../listeners/listener.js';
import type { FunctionState } from './function-state.js';

/** A function together with what runs it. */
export interface RunningFunction {
  readonly descriptor: FunctionDescriptor;
  readonly state: FunctionState;
  readonly listener: Listener;
  /** How many handlers still run although their time limit has passed. */
  readonly abandoned: () => number;
}
