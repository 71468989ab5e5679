import type { Token } from '../metadata/parameter-metadata.js';

/** The forms in which a handler can take the message itself. */
export type MessageForm = 'model' | 'raw' | 'text' | 'bytes';

/** What one parameter of a handler is given. */
export type ParameterDescriptor =
  | { readonly from: 'message'; readonly form: MessageForm }
  | { readonly from: 'payload' }
  | { readonly from: 'context' }
  | { readonly from: 'signal' }
  | { readonly from: 'container'; readonly token: Token };
