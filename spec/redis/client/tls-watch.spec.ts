import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { watchTls } from '../../../lib/redis/client/tls-watch.js';
import { realTime } from '../../support/real-time.js';

describe('watchTls', () => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => sockets.push(socket.on('error', () => undefined)));
  let port = 0;

  before(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
  });

  after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });

  it('says that the port may not use TLS long before the connect timeout', async () => {
    const client = new Redis({ port, host: '127.0.0.1', tls: {}, lazyConnect: true });
    client.on('error', () => undefined);
    const told = new Promise<string>((resolve) => {
      watchTls(client, resolve, 10);
    });
    client.connect().catch(() => undefined);
    expect(await told).to.equal('no TLS handshake after 0.01 seconds: the port may not use TLS');
    client.disconnect();
  });

  const streams = {
    'has none yet, such as while Sentinels are asked': undefined,
    'still has to reach the server': { connecting: true, destroyed: false },
    'has only that of an earlier connection': { connecting: false, destroyed: true },
  };
  for (const [when, stream] of Object.entries(streams)) {
    it(`says nothing of a client that ${when}`, async () => {
      const told: string[] = [];
      const client = new Redis({ port, tls: {}, lazyConnect: true });
      Object.assign(client, { stream: stream && Object.assign(new PassThrough(), stream) });
      const end = watchTls(client, (what) => told.push(what), 1);
      client.emit('connecting');
      await realTime(5);
      expect(told).to.deep.equal([]);
      end();
    });
  }

  it('says nothing of a connection without TLS, nor after a step or its own end', async () => {
    const told: string[] = [];
    const tell = (what: string): void => void told.push(what);
    const plain = new Redis({ port, lazyConnect: true });
    watchTls(plain, tell, 0);
    plain.emit('connecting');
    for (const step of ['connect', 'error', 'close', 'end']) {
      const client = new Redis({ port, tls: {}, lazyConnect: true });
      client.on('error', () => undefined);
      watchTls(client, tell, 0);
      client.emit('connecting');
      client.emit(step, new Error('an error'));
      client.disconnect();
    }
    const ended = new Redis({ port, tls: {}, lazyConnect: true });
    const end = watchTls(ended, tell, 0);
    ended.emit('connecting');
    end();
    // What was due at once has come by then: timers of one length are called in their order.
    await realTime(1);
    expect(told).to.deep.equal([]);
  });
});
