import { expect } from 'chai';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { LinkShape } from './shaped-link.js';
import { TcpProxy } from './tcp-proxy.js';

describe('A proxy', () => {
  let server: Server;
  let proxy: TcpProxy;
  let atServer: Socket;
  let client: Socket;

  async function open(shape?: LinkShape): Promise<void> {
    proxy = await TcpProxy.to((server.address() as AddressInfo).port, shape);
    const accepted = once(server, 'connection');
    client = connect(proxy.port, '127.0.0.1');
    [atServer] = (await accepted) as [Socket];
    atServer.on('error', () => undefined);
  }

  beforeEach(async () => {
    server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(async () => {
    client.destroy();
    await proxy.close();
    server.close();
  });

  /** Resolves when the client has so many bytes, with how long it took. */
  async function arrival(bytes: number): Promise<number> {
    const begunAt = performance.now();
    for await (const chunk of client.iterator({ destroyOnReturn: false })) {
      bytes -= (chunk as Buffer).length;
      if (bytes <= 0) break;
    }
    return performance.now() - begunAt;
  }

  it('with bandwidth and latency has many bytes on their way at once', async () => {
    await open({ bytesPerSecond: { toClient: 10_000_000 }, latencyInMs: 500 });
    atServer.write(Buffer.alloc(5_000_000));
    const took = await arrival(5_000_000);
    // Half a second for the latency, and half a second for the bandwidth; with 64 KiB on their way it took 40 s.
    expect(took).to.be.within(950, 20_000);
  });

  it('with latency alone delays a byte, and keeps the order under jitter', async () => {
    await open({ latencyInMs: 200, jitterInMs: 50 });
    const text = 'abcdefghij';
    for (const letter of text) {
      atServer.write(letter);
      await new Promise((resolve) => setImmediate(resolve));
    }
    const begunAt = performance.now();
    let received = '';
    for await (const chunk of client.iterator({ destroyOnReturn: false })) {
      received += String(chunk);
      if (received.length === text.length) break;
    }
    expect(received).to.equal(text);
    expect(performance.now() - begunAt).to.be.at.least(150);
  });

  it('cuts a connection at a byte, behind what was sent before', async () => {
    await open({ latencyInMs: 50 });
    proxy.decideReplies(({ bytes, sentBefore }) =>
      sentBefore + bytes.length > 7 ? { cutAfter: 7 - sentBefore } : {},
    );
    atServer.write('12345');
    atServer.write('67890');
    let received = '';
    for await (const chunk of client) received += String(chunk);
    expect(received).to.equal('1234567');
    expect(proxy.cuts).to.equal(1);
  });

  it('passes on what one side sent before it closed', async () => {
    await open({ bytesPerSecond: { toClient: 1_000_000 }, latencyInMs: 100 });
    atServer.end(Buffer.alloc(100_000));
    let received = 0;
    for await (const chunk of client) received += (chunk as Buffer).length;
    expect(received).to.equal(100_000);
  });
});
