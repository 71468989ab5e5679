import type { TriggerKind } from '../messages/raw-message.js';
import type { MethodName } from './class.js';
import { metadataKeys } from './metadata-keys.js';
import { RecordList } from './record-list.js';

/** What a trigger decorator recorded: nothing is checked yet. */
export interface TriggerMetadata {
  readonly kind: TriggerKind;
  readonly method: MethodName;
  /** The options or the definition, as they were written. */
  readonly options: unknown;
  /** What overrides the definition. */
  readonly overrides?: unknown;
  readonly target: DecoratorTarget;
  /** Whether a standard (TC39) decorator recorded it: then there are neither parameter types nor decorators of parameters. */
  readonly isStandard?: true;
}

/** What a decorator stood on: only an instance method can be a function. */
export type DecoratorTarget = 'method' | 'static method' | 'private method' | 'not a method';

const records = new RecordList<TriggerMetadata>(metadataKeys.triggers);

/**
 * Adds a record to a class's own list. The list is replaced, never changed, so what a reader holds stays
 * as it was. `owner` is the prototype, or the class itself for a static member; of a standard decorator its bag.
 */
export function addTriggerMetadata(owner: object, record: TriggerMetadata): void {
  records.add(owner, record);
}

/** The records that stand on this very prototype or class, in the order in which decorators ran. */
export function ownTriggerMetadata(owner: object): readonly TriggerMetadata[] {
  return records.own(owner);
}

/** Whether a trigger stands on the method of this very prototype. */
export function hasTrigger(prototype: object, method: MethodName): boolean {
  return ownTriggerMetadata(prototype).some((record) => record.method === method);
}
