import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { disconnectForGood } from '../../../lib/redis/ioredis/disconnect-for-good.js';
import { ListeningSentinelConnector } from '../../../lib/redis/ioredis/listening-sentinel-connector.js';
import { outliveSocketErrors } from '../../../lib/redis/ioredis/outlive-socket-errors.js';

describe('A socket that has several errors ends no process', () => {
  let server: Server;
  let port: number;
  let client: Redis;
  const sockets: Socket[] = [];
  const errors: string[] = [];

  beforeEach(async () => {
    errors.length = 0;
    server = createServer((socket) => sockets.push(socket.on('error', () => undefined)));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
    client = new Redis({ port, host: '127.0.0.1', lazyConnect: true, retryStrategy: () => 1 });
    client.on('error', (error: Error) => errors.push(error.message));
  });
  afterEach(() => {
    disconnectForGood(client);
    for (const socket of sockets.splice(0)) socket.destroy();
    server.close();
  });

  async function connect(): Promise<void> {
    const accepted = once(server, 'connection');
    client.connect().catch(() => undefined);
    await Promise.all([accepted, connected()]);
  }

  /** Errors may come before. */
  function connected(): Promise<void> {
    return new Promise((resolve) => client.once('connect', () => resolve()));
  }

  function fail(stream: Redis['stream'], ...texts: string[]): void {
    for (const text of texts) stream.emit('error', new Error(text));
  }

  it('while it is connected: the first is heard', async () => {
    outliveSocketErrors(client);
    await connect();
    fail(client.stream, 'first', 'second', 'third');
    expect(errors).to.deep.equal(['first']);
  });

  it('on its second connection', async () => {
    outliveSocketErrors(client);
    await connect();
    sockets[0]?.end();
    await connected();
    fail(client.stream, 'first', 'second');
    expect(errors).to.deep.equal(['first']);
  });

  it('where the client was connected before', async () => {
    await connect();
    outliveSocketErrors(client);
    fail(client.stream, 'first', 'second');
  });

  it('before it is connected', async () => {
    outliveSocketErrors(client);
    client.connect().catch(() => undefined);
    // Made in the next turn, and connected after more of them.
    while (!(client.stream as Redis['stream'] | undefined))
      await new Promise<void>((resolve) => process.nextTick(resolve));
    fail(client.stream, 'first', 'second');
  });

  it('after its disconnect, where ioredis passes no error on', async () => {
    outliveSocketErrors(client);
    await connect();
    const { stream } = client;
    disconnectForGood(client);
    fail(stream, 'first', 'second');
    await once(stream, 'close');
    fail(stream, 'third', 'fourth');
  });

  it('between a client and a Sentinel', async () => {
    client.disconnect();
    const made: Redis[] = [];
    class Connector extends ListeningSentinelConnector {
      constructor(options: unknown) {
        super(options);
        const own = this as unknown as { connectToSentinel(...args: unknown[]): Redis };
        const connectToSentinel = own.connectToSentinel.bind(this);
        own.connectToSentinel = (...args) => {
          const sentinel = connectToSentinel(...args);
          made.push(sentinel);
          return sentinel;
        };
      }
    }
    const sentinels = [{ host: '127.0.0.1', port }];
    client = new Redis({ sentinels, name: 'm', Connector, lazyConnect: true, retryStrategy: () => null });
    client.on('error', () => undefined);
    client.connect().catch(() => undefined);
    await once(server, 'connection');
    const [sentinel] = made as [Redis];
    if (sentinel.status !== 'connect') await once(sentinel, 'connect');
    fail(sentinel.stream, 'first', 'second');
    sentinel.disconnect();
    fail(sentinel.stream, 'third');
  });
});
