import { SentinelConnector, type Redis, type SentinelConnectionOptions } from 'ioredis';
import { isError } from '../../errors/describe-error.js';
import { disconnectForGood } from './disconnect-for-good.js';
import { outliveSocketErrors } from './outlive-socket-errors.js';

/**
 * Finds the master as ioredis does, and listens to the errors of the connections to Sentinels. ioredis alone prints
 * those errors on the console, and reports only "Connection is closed". No timer of these connections keeps the process
 * alive.
 */
export class ListeningSentinelConnector extends SentinelConnector {
  private lastError?: Error;

  constructor(options: unknown) {
    super(options as SentinelConnectionOptions);
    // A private method of ioredis. Without it the master is still found.
    const own = this as unknown as { connectToSentinel?: ConnectToSentinel };
    const connectToSentinel = own.connectToSentinel?.bind(this);
    if (!connectToSentinel) {
      unheard.add(options as object);
      return;
    }
    own.connectToSentinel = (...args) => {
      const client = connectToSentinel(...args).on('error', (error: Error) => (this.lastError = error));
      outliveSocketErrors(client);
      const disconnect = client.disconnect.bind(client);
      client.disconnect = (reconnect) => disconnectForGood(client, () => disconnect(reconnect));
      return client;
    };
  }

  override async connect(emit: Parameters<Connect>[0]): ReturnType<Connect> {
    this.lastError = undefined;
    try {
      return await super.connect(emit);
    } catch (error) {
      throw this.withReason(error);
    }
  }

  private withReason(error: unknown): unknown {
    const { lastError } = this;
    if (!lastError || !isError(error)) return error;
    return new Error(error.message.replace(/Connection is closed\.$/, lastError.message));
  }
}

type Connect = SentinelConnector['connect'];

type ConnectToSentinel = (...args: unknown[]) => Redis;

/** The options of clients whose ioredis makes its connections to Sentinels in another way. */
const unheard = new WeakSet<object>();

/** Whether the errors of a client's connections to Sentinels are heard; true if it has none. */
export function areSentinelsHeard(redis: Redis): boolean {
  return !unheard.has(redis.options);
}
