import type { Token } from '../../metadata/parameter-metadata.js';

/** A token, and what a test registers in its place. */
export type Override = readonly [token: Token, value: unknown];
