import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { usageError } from '../frame/command-error.js';

/** A server that can be closed. */
export interface ListeningServer {
  /** Where it listens, as `host:port`. */
  readonly address: string;
  close(): Promise<void>;
}

/**
 * Listens at an address that somebody gave.
 *
 * @param address `host:port`, or a port of the loopback interface; with port 0, one that is free
 */
export async function listenAt(address: string, listener: RequestListener): Promise<ListeningServer> {
  const { host, port } = readAddress(address);
  const server = createServer(listener);
  server.listen(port, host);
  await once(server, 'listening').catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw usageError(`--http ${address} cannot be listened on: ${reason}`, 'Choose another port');
  });
  return {
    address: `${host}:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A port of the loopback interface: this one where it is free, else any that is. */
export async function freePortLike(wanted: number): Promise<number> {
  const found = await listenAt(`127.0.0.1:${wanted}`, () => undefined).catch(() =>
    listenAt('127.0.0.1:0', () => undefined),
  );
  await found.close();
  return Number(found.address.split(':').at(-1));
}

function readAddress(address: string): { readonly host: string; readonly port: number } {
  const [, host = '127.0.0.1', port = ''] = /^(?:(.+):)?(\d{1,5})$/.exec(address) ?? [];
  if (port === '' || Number(port) > 65_535)
    throw usageError(`--http ${address} is no address`, 'Write one such as 127.0.0.1:9400');
  return { host: host.replace(/^\[(.*)\]$/, '$1'), port: Number(port) };
}
