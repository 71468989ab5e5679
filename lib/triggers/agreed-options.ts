import type { ListTriggerOptions, PubSubTriggerOptions, StreamTriggerOptions } from './trigger-options.js';

/** The options that both ends must agree on: a definition has them, and a trigger cannot override them. */
export type AgreedOption =
  | 'connection'
  | 'key'
  | 'channel'
  | 'pattern'
  | 'sharded'
  | 'payload'
  | 'payloadField'
  | 'listPopFromBeginning';

/** What a list trigger may say beside its definition. */
export type ListOverrides = Partial<Omit<ListTriggerOptions, AgreedOption>>;

/** What a stream trigger may say beside its definition. */
export type StreamOverrides = Partial<Omit<StreamTriggerOptions, AgreedOption>>;

/** What a pub/sub trigger may say beside its definition. */
export type PubSubOverrides = Partial<Omit<PubSubTriggerOptions, AgreedOption>>;

/** The options of a definition: those of its triggers, without what is named apart. */
export type DefinitionOptions<Options> = Omit<Options, 'key' | 'channel' | 'payload' | 'args'>;
