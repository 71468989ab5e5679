import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { expect } from 'chai';
import { Redis, type RedisOptions } from 'ioredis';
import { readOwnError } from '../../../lib/redis/ioredis/own-errors.js';

describe('what the installed ioredis says in its own words', () => {
  let server: Server;
  let port: number;
  const sockets: Socket[] = [];
  const clients: Redis[] = [];

  beforeEach(async () => {
    server = createServer((socket) => sockets.push(socket.on('error', () => undefined)));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.disconnect();
    for (const socket of sockets.splice(0)) socket.destroy();
    server.close();
  });

  function clientOf(options: RedisOptions): Redis {
    const client = new Redis({ host: '127.0.0.1', port, retryStrategy: () => null, ...options });
    clients.push(client);
    return client;
  }

  async function errorOf(options: RedisOptions): Promise<Error> {
    const client = clientOf(options);
    const [error] = (await once(client, 'error')) as [Error];
    client.on('error', () => undefined);
    return error;
  }

  it('is known of a command that it cannot write', async () => {
    const client = clientOf({ lazyConnect: true, enableOfflineQueue: false });
    client.on('error', () => undefined);
    const error: unknown = await client.ping().catch((thrown: unknown) => thrown);
    expect(readOwnError(error as Error)).to.equal('notWritable');
  });

  it('is known of Sentinels that do not answer', async () => {
    const sentinels = [{ host: '127.0.0.1', port }];
    server.close();
    const options = { sentinels, name: 'main', sentinelRetryStrategy: () => null };
    expect(readOwnError(await errorOf(options))).to.equal('noSentinel');
  });

  it('is known of Sentinels that know no such master', async () => {
    server.on('connection', (socket: Socket) => {
      socket.on('data', (bytes) => {
        const commands = bytes.toString().match(/^\*/gm) ?? [];
        socket.write('*-1\r\n'.repeat(commands.length));
      });
    });
    const sentinels = [{ host: '127.0.0.1', port }];
    const options = { sentinels, name: 'main', sentinelRetryStrategy: () => null };
    expect(readOwnError(await errorOf(options))).to.equal('masterUnknown');
  });

  it('is known of a TLS handshake that nobody answers', async () => {
    expect(readOwnError(await errorOf({ tls: {}, connectTimeout: 50 }))).to.equal('connectTimedOut');
  });

  it('is known of a server that does not speak the protocol of Redis', async () => {
    server.on('connection', (socket: Socket) => socket.write(Buffer.from([0x15, 3, 1, 0, 2, 2, 0x46])));
    expect(readOwnError(await errorOf({}))).to.equal('noRedisProtocol');
  });
});
