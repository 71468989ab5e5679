import type { FieldTypes } from './field-types.js';

/** Makes sure of a decoded value; rejects as a decoder does. */
export type Validation = (value: unknown) => Promise<unknown>;

/** How the payload of a message is read. */
export interface PayloadReading {
  readonly validate: Validation;
  /** How the fields of a stream entry are read; undefined: all of them are texts. */
  readonly types?: FieldTypes;
}
