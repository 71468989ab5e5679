import type { Logger } from '../logging/logger.js';

/** The token under which a scoped service can inject the logger of its invocation. */
export const INVOCATION_LOGGER = Symbol.for('redis-triggers:invocation-logger');

/** What `@inject(INVOCATION_LOGGER)` gives. */
export type InvocationLogger = Logger;
