import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { expect } from 'chai';
import type { Redis } from 'ioredis';
import { clientsFromOptions } from '../../../lib/connections/make-client.js';
import { disconnectForGood } from '../../../lib/redis/ioredis/disconnect-for-good.js';

describe('A connection becomes ready with little work', () => {
  let server: Server;
  let client: Redis;
  const sockets: Socket[] = [];
  /** What the server receives, as often as something comes. */
  const received: string[] = [];

  beforeEach(async () => {
    received.length = 0;
    answerToInfo = () => 'loading:0\r\n';
    server = createServer((socket) => {
      sockets.push(socket.on('error', () => undefined));
      socket.on('data', (bytes) => {
        received.push(String(bytes));
        socket.write(answersTo(String(bytes)));
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => {
    disconnectForGood(client);
    for (const socket of sockets.splice(0)) socket.destroy();
    server.close();
  });

  async function connect(): Promise<void> {
    const { port } = server.address() as AddressInfo;
    const make = clientsFromOptions({ port, host: '127.0.0.1', db: 3 }, 'main');
    client = make({ connection: 'main', clientName: 'us', role: 'command' });
    await client.connect();
  }

  it('sends what begins a connection in one write', async () => {
    await connect();
    expect(namesIn(received[0])).to.deep.equal(['hello', 'select', 'client']);
  });

  it('asks INFO only whether the server loads its data', async () => {
    await connect();
    expect(received.at(-1)).to.equal('*2\r\n$4\r\ninfo\r\n$11\r\npersistence\r\n');
  });

  it('is not ready while the server loads its data', async () => {
    let asked = 0;
    answerToInfo = () => (asked++ === 0 ? 'loading:1\r\nloading_eta_seconds:0.001\r\n' : 'loading:0\r\n');
    await connect();
    expect(asked).to.equal(2);
  });
});

let answerToInfo: () => string;

/** A server that knows no HELLO. */
function answersTo(commands: string): string {
  return namesIn(commands).map(answerTo).join('');
}

function answerTo(name: string): string {
  if (name === 'hello') return "-ERR unknown command 'HELLO'\r\n";
  if (name !== 'info') return '+OK\r\n';
  const text = answerToInfo();
  return `$${text.length}\r\n${text}\r\n`;
}

/** The first word of each command. */
function namesIn(commands = ''): string[] {
  return [...commands.matchAll(/\*\d+\r\n\$\d+\r\n(\w+)/g)].map(([, name = '']) => name);
}
