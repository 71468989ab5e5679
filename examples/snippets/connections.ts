import { Redis } from 'ioredis';
import { createRuntime, type Runtime } from 'redis-triggers';
import { Orders } from './several-triggers.js';

// #region connections
export function makeRuntime(): Promise<Runtime> {
  return createRuntime({
    handlers: [Orders],
    settings: { region: 'eu' },
    connections: {
      redisLocalhost: '127.0.0.1:6379',
      stock: { host: '127.0.0.1', port: 6379, db: 3 },
      archive: ({ clientName }) => new Redis({ lazyConnect: true, connectionName: clientName }),
    },
  });
}
// #endregion connections

// #region cluster
export function makeRuntimeOnCluster(): Promise<Runtime> {
  return createRuntime({
    handlers: [Orders],
    settings: { region: 'eu' },
    connections: {
      redisLocalhost: {
        cluster: [
          { host: '10.0.0.1', port: 6379 },
          { host: '10.0.0.2', port: 6379 },
        ],
        username: 'orders',
        password: process.env.REDIS_PASSWORD,
        natMap: { '172.16.0.7:6379': { host: '10.0.0.3', port: 6379 } },
      },
    },
  });
}
// #endregion cluster

// #region embedded
export function makeRuntimeForDevelopment(): Promise<Runtime> {
  return createRuntime({
    handlers: [Orders],
    settings: { region: 'eu' },
    connections: { redisLocalhost: process.env.REDIS_URL ?? 'embedded:6390' },
  });
}
// #endregion embedded
