import { expect } from 'chai';
import { Redis } from 'ioredis';
import { clientsFromFunction, clientsFromOptions } from '../../lib/connections/make-client.js';
import { parseConnectionString } from '../../lib/connection-strings/parse-connection-string.js';
import { redisOptions } from '../../lib/connections/redis-options.js';

const request = { connection: 'c', role: 'blocking', clientName: 'redis-triggers:F' } as const;

describe('the options of a client', () => {
  it('by Sentinel with TLS, expect no name of one Sentinel from the others and from the master', () => {
    const text = 'one.example:26379,two.example:26379,serviceName=orders,ssl=true';
    const options = redisOptions(parseConnectionString(text, 'c'), 'c');
    expect(options).to.deep.include({ tls: {}, sentinelTLS: {}, enableTLSForSentinelMode: true });
    const named = redisOptions(parseConnectionString(`${text},sslHost=redis.example`, 'c'), 'c');
    expect(named).to.deep.include({ tls: { servername: 'redis.example' } });
  });

  it('let no command be given up while its reply may come', () => {
    const given = { commandTimeout: 100, blockingTimeout: 100, socketTimeout: 100, lazyConnect: true };
    const makers = [clientsFromOptions(given, 'c'), clientsFromFunction(() => new Redis(given))];
    for (const make of makers) {
      const { commandTimeout, blockingTimeout, socketTimeout } = make(request).options;
      expect([commandTimeout, blockingTimeout, socketTimeout]).to.deep.equal([
        undefined,
        undefined,
        undefined,
      ]);
    }
  });

  it('connect again where the server is read-only now, unless the user says otherwise', () => {
    const readOnly = new Error("READONLY You can't write against a read only replica.");
    const makers = [clientsFromOptions({}, 'c'), clientsFromFunction(() => new Redis({ lazyConnect: true }))];
    for (const make of makers) expect(make(request).options.reconnectOnError?.(readOnly)).to.equal(true);
    const own = clientsFromOptions({ reconnectOnError: () => false }, 'c')(request);
    expect(own.options.reconnectOnError?.(readOnly)).to.equal(false);
  });
});
