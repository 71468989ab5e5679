import type { EmbeddedConnection } from '../connection/embedded-connection.js';
import type { Logger } from '../logging/logger.js';
import type { RuntimeResource } from './runtime-resource.js';

/** Opens the embedded Redis to other clients when the runtime starts, and says where and what it is. */
export function embeddedResource(
  { port = 0, provided }: EmbeddedConnection,
  logger: Logger,
): RuntimeResource {
  return {
    async open() {
      const opened = await provided?.listen(port);
      if (!opened) return;
      const text = 'an embedded Redis is used: for development only, it keeps nothing when the program ends';
      logger.warn({ host: '127.0.0.1', port: opened.port, try: `redis-cli -p ${opened.port}` }, text);
    },
    async close() {
      await provided?.close();
    },
  };
}
