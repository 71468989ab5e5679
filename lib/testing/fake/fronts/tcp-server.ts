import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Faults } from '../faults/faults.js';
import type { ClientAddress } from '../engine/client.js';
import type { Session, Transport } from './session.js';

/** Makes the session of a new connection. */
export type OpenSession = (transport: Transport, address: ClientAddress) => Session;

export interface TcpFront {
  readonly host: string;
  readonly port: number;
  /** Lets the process end although it still listens. */
  unref(): void;
  close(): Promise<void>;
}

/** Listens for clients over TCP: redis-cli, or any other. */
export async function listenTcp(
  open: OpenSession,
  faults: Pick<Faults, 'refusing'>,
  port: number,
  host: string,
): Promise<TcpFront> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => socket.destroy());
    if (faults.refusing) {
      socket.resetAndDestroy();
      return;
    }
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    attach(socket, open);
  });
  await listening(server, port, host);
  return {
    host,
    port: (server.address() as AddressInfo).port,
    unref: () => void server.unref(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function attach(socket: Socket, open: OpenSession): void {
  const session = open(
    {
      write: (bytes) => void socket.write(bytes, 'latin1'),
      end: () => socket.end(() => socket.destroy()),
      destroy: () => socket.destroy(),
    },
    {
      remote: `${socket.remoteAddress ?? ''}:${socket.remotePort ?? 0}`,
      local: `${socket.localAddress ?? ''}:${socket.localPort ?? 0}`,
    },
  );
  socket.on('data', (chunk) => session.receive(chunk));
  socket.once('close', () => session.closed());
}

function listening(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
