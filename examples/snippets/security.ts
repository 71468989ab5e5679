import { readFileSync } from 'node:fs';
import type { ConnectionOption } from 'redis-triggers';

// #region tls
export function secureRedis(): ConnectionOption {
  return {
    host: '10.0.0.7',
    port: 6380,
    tls: {
      ca: readFileSync('/etc/redis/ca.crt'),
      servername: 'redis.example.org', // the name in the certificate
      cert: readFileSync('/etc/redis/client.crt'), // only if the server requires one
      key: readFileSync('/etc/redis/client.key'),
    },
  };
}
// #endregion tls

// #region credentials
export function rotatingRedis(askVault: () => Promise<Lease>): ConnectionOption {
  return {
    host: 'redis.example.org',
    port: 6380,
    tls: {},
    credentials: async () => {
      const { user, password, endsAt } = await askVault();
      return { username: user, password, expiresAt: endsAt };
    },
  };
}
// #endregion credentials

interface Lease {
  user: string;
  password: string;
  endsAt: Date;
}
