import type { TriggerKind } from '../../messages/raw-message.js';
import type { Class, MethodName } from '../../metadata/class.js';
import type { Bindings } from '../../triggers/binding.js';
import type { PayloadType } from '../../triggers/payload-types.js';
import type { FunctionSurroundings } from '../function-surroundings.js';
import type { ParameterProblems } from './parameter-problems.js';

/** What the parameters of a method depend on. */
export interface ParameterOwner {
  readonly handlerClass: Class;
  readonly method: MethodName;
  readonly place: string;
  /** The id of the function. */
  readonly id: string;
  /** The name of the connection of its trigger. */
  readonly connection: string;
  readonly surroundings: Pick<FunctionSurroundings, 'settings' | 'nameConnection'>;
  readonly kind: TriggerKind;
  readonly batch: boolean;
  readonly payload?: PayloadType;
  readonly payloadField?: string;
  /** What the trigger says of each parameter, with `args`. */
  readonly args?: Bindings;
  /** Whether the trigger is a standard decorator. */
  readonly isStandard?: boolean;
}

/** A method whose parameters are being described, one after the other. */
export interface MethodReading {
  readonly owner: ParameterOwner;
  readonly problems: ParameterProblems;
  /** The payload type that the function has by its trigger, or by the parameters so far. */
  payload: PayloadType | undefined;
}
