import type { MethodName } from './class.js';
import { metadataKeys } from './metadata-keys.js';
import { RecordList } from './record-list.js';
import type { DecoratorTarget } from './trigger-metadata.js';

/** What a method of a handler class can hear of beside its messages. */
export type HookKind = 'deadLetter' | 'gap';

/** What a hook decorator recorded: nothing is checked yet. */
export interface HookMetadata {
  readonly hook: HookKind;
  readonly method: MethodName;
  readonly target: DecoratorTarget;
}

const records = new RecordList<HookMetadata>(metadataKeys.hooks);

/** Adds a record to a class's own list, as with triggers: the list is replaced, never changed. */
export function addHookMetadata(owner: object, record: HookMetadata): void {
  records.add(owner, record);
}

/** The records that stand on this very prototype or class, in the order in which decorators ran. */
export function ownHookMetadata(owner: object): readonly HookMetadata[] {
  return records.own(owner);
}
