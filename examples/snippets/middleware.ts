import type { Middleware } from 'redis-triggers';

// #region middleware
/** Logs how long each attempt takes. */
export const timing: Middleware = async (context, next) => {
  const startedAt = performance.now();
  try {
    return await next();
  } finally {
    context.logger.info({ tookInMs: performance.now() - startedAt }, 'an attempt ended');
  }
};
// #endregion middleware
