import type { Logger } from '../logging/logger.js';

/** The token under which a scoped service can inject the logger of its invocation. */
export const INVOCATION_LOGGER = Symbol.for('redis-triggers:invocation-logger');

/** The type of what `@inject(INVOCATION_LOGGER)` injects. */
export type InvocationLogger = Logger;
