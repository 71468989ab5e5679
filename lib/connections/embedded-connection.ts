import type { RedisOptions } from 'ioredis';
import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { ConnectionTarget } from './connection-target.js';
import { clientsFromOptions } from './make-client.js';

/** A Redis that lives in this process. */
export interface EmbeddedRedis {
  /** With which a client reaches it without a socket. */
  connectionOptions(): RedisOptions;
  /** Lets other clients in, on this loopback port; 0: on a free one. */
  listen(port: number): Promise<{ readonly port: number }>;
  /** Calls back with what belongs in the log. */
  onWarning(listener: (text: string) => void): void;
  close(): Promise<void>;
}

/** The port that `embedded` (0: a free one) or `embedded:6390` names; undefined for any other text. */
export function embeddedPort(text: string): number | undefined {
  const [match, port = '0'] = /^embedded(?::(\d{1,5}))?$/i.exec(text.trim()) ?? [];
  return match !== undefined && Number(port) < 65_536 ? Number(port) : undefined;
}

/** The embedded Redis of a runtime: one for all connections that ask for it, made when one does. */
export class EmbeddedConnection {
  private redis?: EmbeddedRedis;
  private askedFor?: number;

  /** The port that was asked for, or undefined while nobody asks for an embedded Redis. */
  get port(): number | undefined {
    return this.askedFor;
  }

  /** The Redis, once it has been provided. */
  get provided(): EmbeddedRedis | undefined {
    return this.redis;
  }

  /** Has it made, for a connection of this name. */
  target(name: string, port: number): ConnectionTarget {
    if (this.askedFor && port && this.askedFor !== port) {
      const what = `it asks for the embedded Redis on port ${port}, but another connection asks for port ${this.askedFor}`;
      const remedy = 'A runtime has one embedded Redis: specify its port once.';
      throw new RedisTriggersError({ code: 'OPTION_CONFLICT', place: name, what, remedy });
    }
    this.askedFor = this.askedFor || port;
    return {
      name,
      label: 'an embedded Redis',
      database: 0,
      makeClient: (request) => {
        if (!this.redis) throw new Error('the embedded Redis was not provided');
        return clientsFromOptions(this.redis.connectionOptions(), name)(request);
      },
    };
  }

  provide(redis: EmbeddedRedis): void {
    this.redis = redis;
  }
}
