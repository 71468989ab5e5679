import type { Token } from '../../metadata/parameter-metadata.js';

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
  | { readonly from: 'container'; readonly token: Token };
