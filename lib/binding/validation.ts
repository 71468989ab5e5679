/** Makes sure of a decoded value; rejects as a decoder does. */
export type Validation = (value: unknown) => Promise<unknown>;
