import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { useFakeTimers } from 'sinon';
import { watchHandshake, type HandshakeObserver } from '../../../lib/redis/client/handshake-watch.js';

const observerOf = (failures: string[]): HandshakeObserver => ({
  failed: (what) => failures.push(what),
  moved: () => undefined,
});

describe('watchHandshake', () => {
  it('connects again where the other side accepts and says nothing', async () => {
    const sockets: Socket[] = [];
    const failures: string[] = [];
    const server = createServer((socket) => sockets.push(socket.on('error', () => undefined)));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const client = new Redis({ port, host: '127.0.0.1', retryStrategy: () => 1, disconnectTimeout: 1 });
    client.on('error', () => undefined);
    const end = watchHandshake(client, { look: () => 0 }, observerOf(failures), 10);
    try {
      await once(server, 'connection');
      await once(server, 'connection');
      expect(failures).to.include('the server took more than 0.01 seconds to accept the connection');
    } finally {
      end();
      client.disconnect();
      for (const socket of sockets) socket.destroy();
      server.close();
    }
  });

  it('keeps to the time of the system where a test has replaced the timers', () => {
    const timers = useFakeTimers();
    const failures: string[] = [];
    const client = new Redis({ lazyConnect: true });
    const end = watchHandshake(client, { look: () => 0 }, observerOf(failures));
    try {
      client.emit('connect');
      timers.tick(60_000);
      expect(failures).to.deep.equal([]);
    } finally {
      end();
      timers.restore();
      client.disconnect();
    }
  });
});
