import type { ListTriggerOptions, PubSubTriggerOptions, StreamTriggerOptions } from './trigger-options.js';

/** The names that other versions of the Azure extension use for the same options. */
interface ConnectionSpellings {
  connectionStringSetting: string;
  connectionString: string;
}

interface KeySpellings {
  keys: string | readonly string[];
}

interface PollingSpellings {
  maxBatchSize?: number;
  batchSize?: number;
}

interface ListSpellings extends PollingSpellings {
  listDirection?: 'left' | 'right' | 'LEFT' | 'RIGHT' | 'Left' | 'Right';
}

/** The same members, spelled in camelCase or in PascalCase. */
type InBothCases<T> = T & { [Name in keyof T as Capitalize<Name & string>]: T[Name] };

/** At least one of the members, whichever. */
type AtLeastOne<T> = { [Name in keyof T]: Pick<T, Name> & Partial<T> }[keyof T];

/** Optional members as they are; of the required ones, at least one spelling of each. */
type Spellings<Options, Others> = InBothCases<Omit<Options, 'connection' | 'key' | 'channel'> & Others> &
  AtLeastOne<InBothCases<{ connection: string } & ConnectionSpellings>>;

/** The options of `@RedisPubSubTrigger`, in camelCase or PascalCase, with Azure's other names for them. */
export type AnyPubSubTriggerOptions = Spellings<PubSubTriggerOptions, unknown> &
  AtLeastOne<InBothCases<Pick<PubSubTriggerOptions, 'channel'>>>;

/** The options of `@RedisListTrigger`, in camelCase or PascalCase, with Azure's other names for them. */
export type AnyListTriggerOptions = Spellings<ListTriggerOptions, ListSpellings> &
  AtLeastOne<InBothCases<Pick<ListTriggerOptions, 'key'> & KeySpellings>>;

/** The options of `@RedisStreamTrigger`, in camelCase or PascalCase, with Azure's other names for them. */
export type AnyStreamTriggerOptions = Spellings<StreamTriggerOptions, PollingSpellings> &
  AtLeastOne<InBothCases<Pick<StreamTriggerOptions, 'key'> & KeySpellings>>;
