import type { EmbeddedConnection } from '../../connections/embedded-connection.js';
import { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import type { Logger } from '../../logging/logger.js';
import type { RuntimeResource } from '../runtime-resource.js';

/** Opens the embedded Redis to other clients when the runtime starts, and says where and what it is. */
export function embeddedResource(
  { port = 0, provided }: EmbeddedConnection,
  logger: Logger,
): RuntimeResource {
  return {
    async open() {
      if (!provided) return;
      provided.onWarning((text) => logger.warn({ connection: 'embedded' }, text));
      const opened = await provided.listen(port).catch((cause: unknown) => {
        throw notOpened(port, cause);
      });
      const text = 'using an embedded Redis, for development only: it keeps nothing when the program ends';
      logger.warn({ host: '127.0.0.1', port: opened.port, try: `redis-cli -p ${opened.port}` }, text);
    },
    async close() {
      await provided?.close();
    },
  };
}

function notOpened(port: number, cause: unknown): RedisTriggersError {
  const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
  const what = `the embedded Redis cannot listen on port ${port} (${reason})`;
  return new RedisTriggersError({ code: 'EMBEDDED_UNAVAILABLE', place: 'embedded', what }, { cause });
}
