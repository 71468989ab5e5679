import type { CommandTemplate } from '../../expressions/command-template.js';
import type { Token } from '../../metadata/parameter-metadata.js';
import type { PayloadType } from '../../triggers/payload-types.js';

/**
 * The forms in which a handler can take the message: `RedisMessageModel`, the trigger's raw form, a string, or a
 * Buffer.
 */
export type MessageForm = 'model' | 'raw' | 'text' | 'bytes';

/** Where one parameter of a handler gets its value. */
export type ParameterDescriptor =
  | { readonly from: 'message'; readonly form: MessageForm }
  | { readonly from: 'payload' }
  | { readonly from: 'context' }
  | { readonly from: 'signal' }
  | { readonly from: 'container'; readonly token: Token }
  | InputDescriptor
  | { readonly from: 'redis'; readonly connection: string };

/** What `@RedisInput` reads. */
export interface InputDescriptor {
  readonly from: 'input';
  /** The name of the connection on which it is read. */
  readonly connection: string;
  /** As it is written, with its settings unresolved. */
  readonly written: string;
  readonly command: CommandTemplate;
  readonly type: InputForm;
}

/** What becomes of the value that was read: a form of it, or a class or schema that reads it as JSON. */
export type InputForm = 'text' | 'bytes' | 'number' | 'bigint' | 'boolean' | 'date' | 'json' | PayloadType;
