import type { FieldTypes } from './field-types.js';

/** How the payload of a message is read. */
export interface PayloadReading {
  /** Makes sure of a decoded value: returns or resolves with the payload; throws or rejects as a decoder does. */
  readonly validate: (value: unknown) => unknown;
  /** The same for who cannot wait; throws where the validation is asynchronous. */
  readonly validateNow: (value: unknown) => unknown;
  /** What is written as JSON in place of a value; undefined: the value itself. */
  readonly toPlain?: (value: unknown) => unknown;
  /** How the fields of a stream entry are read; undefined: all of them are texts. */
  readonly types?: FieldTypes;
}
