import { AbstractConnector } from 'ioredis';
import { Duplex } from 'node:stream';
import { nextTick } from '../../../time/real-timers.js';
import type { ClientRegistry } from '../engine/client-registry.js';
import type { Faults } from '../faults/faults.js';
import { MemoryStream } from './memory-stream.js';
import type { OpenSession } from './tcp-server.js';

type NetStream = Awaited<ReturnType<AbstractConnector['connect']>>;

/** How long ioredis waits for a stream to end before it destroys it; here it ends at once. */
const disconnectTimeoutInMs = 2_000;

/** What ioredis expects of a socket and a stream in memory has no use for. */
function asSocket(stream: Duplex): NetStream {
  const same = (): Duplex => stream;
  Object.assign(stream, { connecting: false, setKeepAlive: same, setNoDelay: same, setTimeout: same });
  return stream as NetStream;
}

/** The class for the `Connector` option of ioredis with which a client talks to this fake, without a socket. */
export function memoryConnector(
  serve: () => Promise<OpenSession>,
  clients: ClientRegistry,
  faults: Pick<Faults, 'refusing'>,
): new (options: unknown) => AbstractConnector {
  return class MemoryConnector extends AbstractConnector {
    constructor() {
      super(disconnectTimeoutInMs);
    }

    override async connect(): Promise<NetStream> {
      this.connecting = true;
      const open = await serve();
      return new Promise((resolve, reject) => {
        nextTick(() => {
          if (!this.connecting) {
            reject(new Error('Connection is closed.'));
            return;
          }
          this.stream = asSocket(connectTo(open, clients, faults));
          this.stream.once('error', (problem: Error) => (this.firstError = problem));
          resolve(this.stream);
        });
      });
    }
  };
}

function connectTo(open: OpenSession, clients: ClientRegistry, faults: Pick<Faults, 'refusing'>): Duplex {
  if (!faults.refusing) {
    return new MemoryStream(open, { remote: clients.nextAddress(), local: '127.0.0.1:6379' });
  }
  const refused = new Duplex();
  const problem = new Error('connect ECONNREFUSED (fake Redis)');
  nextTick(() => refused.destroy(Object.assign(problem, { code: 'ECONNREFUSED' })));
  return refused;
}
