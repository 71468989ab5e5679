import type { MethodName } from './class.js';
import { metadataKeys } from './metadata-keys.js';
import { RecordList } from './record-list.js';
import type { DecoratorTarget } from './trigger-metadata.js';

/** What a decorator beside the trigger recorded, of a method or of a class: nothing is checked yet. */
export type DecorationMetadata = DecorationPlace & Decoration;

interface DecorationPlace {
  /** undefined: the decorator stood on the class. */
  readonly method?: MethodName | undefined;
  readonly target: DecoratorTarget | 'class';
}

/** What such a decorator says. */
export type Decoration =
  | {
      readonly decorator: 'FixedDelayRetry' | 'ExponentialBackoffRetry';
      /** The trigger option that it stands for, with its values as they were written. */
      readonly retry: Readonly<Record<string, unknown>>;
    }
  | { readonly decorator: 'UseMiddleware'; readonly middleware: readonly unknown[] }
  | { readonly decorator: 'RedisOutput'; readonly output: unknown; readonly options: object | undefined };

const records = new RecordList<DecorationMetadata>(metadataKeys.decorations);

/**
 * Adds a record to a class's own list. `owner` is the class itself for its own and its static members', else the
 * prototype.
 */
export function addDecorationMetadata(owner: object, record: DecorationMetadata): void {
  records.add(owner, record);
}

/** The records that stand on this very prototype or class, in the order in which decorators ran: from the bottom up. */
export function ownDecorationMetadata(owner: object): readonly DecorationMetadata[] {
  return records.own(owner);
}
