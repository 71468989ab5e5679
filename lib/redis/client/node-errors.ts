import type { RedisClient } from './redis-client.js';

/**
 * Why nodes of clusters cannot be reached. A command that a node's connection keeps waiting only says that the
 * connection is not ready; this keeps the latest error of a node, until the node lets the connection in.
 */
export class NodeErrors {
  private readonly latest = new Map<string, { readonly client: object; readonly error: unknown }>();

  /** Listens to a client, where it is one of those to nodes. */
  watch(client: Pick<RedisClient, 'connection' | 'request' | 'onError' | 'onReady'>): void {
    const { connection } = client;
    if (client.request.cluster !== 'node') return;
    client.onError((error) => this.latest.set(connection, { client, error }));
    client.onReady(() => {
      if (this.latest.get(connection)?.client === client) this.latest.delete(connection);
    });
  }

  /** The latest error of a node of this connection; undefined where all are well, and where it is no cluster. */
  of(connection: string): unknown {
    return this.latest.get(connection)?.error;
  }
}
