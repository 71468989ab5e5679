import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Runtime } from 'redis-triggers';
import { createPage } from 'redis-triggers/ui';
import { printLine } from './print.js';

/** The address that the docs name, if it is free. */
const usualPort = 9400;

/** Serves the page of the demo to browsers on this machine, and prints its address. Returns what ends it. */
export async function servePage(runtime: Runtime): Promise<() => void> {
  const page = createPage({ runtime, environment: 'demo' });
  const server = createServer(page.handler);
  await listen(server, usualPort).catch(() => listen(server, 0));
  const { port } = server.address() as AddressInfo;
  printLine(`\nThe page, for a browser: http://127.0.0.1:${port}/`);
  return () => {
    server.close();
    server.closeAllConnections();
  };
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1');
  // Rejects where somebody else has the port.
  await once(server, 'listening');
}
