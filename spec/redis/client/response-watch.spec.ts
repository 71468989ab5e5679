import { expect } from 'chai';
import type { Redis } from 'ioredis';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { ResponseWatch } from '../../../lib/redis/client/response-watch.js';
import { Traffic } from '../../../lib/redis/ioredis/traffic.js';
import { systemClock } from '../../../lib/time/system-clock.js';

describe('ResponseWatch', function () {
  this.timeout(60_000);
  /** Takes connections, and reads nothing that comes on them. */
  let server: Server;
  let socket: Socket;
  let accepted: Socket[];

  beforeEach(async () => {
    accepted = [];
    server = createServer((connection) => accepted.push(connection.pause())).listen(0, '127.0.0.1');
    await once(server, 'listening');
    socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    await once(socket, 'connect');
  });
  afterEach(() => {
    socket.destroy();
    for (const connection of accepted) connection.destroy();
    server.close();
  });

  /** What the watch needs of a client; its server answers elsewhere. */
  function clientOf(stream: Socket, disconnect: () => void): Redis {
    const probe = {
      on: () => undefined,
      connect: () => Promise.resolve(),
      ping: () => Promise.resolve('PONG'),
      disconnect: () => undefined,
    };
    return {
      stream,
      on: () => undefined,
      options: {},
      duplicate: () => probe,
      disconnect,
    } as unknown as Redis;
  }

  it('does not wait for bytes that have not even left the process', async () => {
    const large = Buffer.alloc(40_000_000);
    socket.write(large);
    socket.write(Buffer.alloc(1_000));
    // What is not awaited beyond what waits here: hidden is nothing.
    const traffic = new Traffic({ stream: socket, on: () => undefined } as unknown as Redis);
    traffic.look();
    expect(traffic.waiting).to.be.within(1_000_000, large.length + 1_000);
    const looks: number[] = [];
    const awaited = {
      oldestDueAt: 0,
      get bytes() {
        looks.push(1);
        return traffic.waiting;
      },
    };
    await new Promise<void>((resolve) => {
      const redis = clientOf(socket, resolve);
      const observer = {
        connectionSilent: () => undefined,
        serverSilent: () => undefined,
        serverAnswered: () => undefined,
      };
      new ResponseWatch(redis, systemClock, awaited, traffic, observer).start();
    });
    // With 8 MiB on their way it would take 89 looks.
    expect(looks.length).to.be.below(30);
  });

  it('knows how many bytes wait in the process, also behind one that is being written', () => {
    const traffic = new Traffic({ stream: socket, on: () => undefined } as unknown as Redis);
    traffic.look();
    expect(traffic.waiting).to.equal(0);
    socket.write(Buffer.alloc(40_000_000));
    socket.write(Buffer.alloc(5_000_000));
    traffic.look();
    const handed = 45_000_000 - traffic.waiting;
    expect(traffic.waiting).to.be.above(5_000_000);
    expect(handed).to.be.within(1, 39_000_000);
  });
});
