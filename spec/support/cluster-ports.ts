import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';

/** A server of a cluster talks to the others on its port and this. */
const busOffset = 10_000;

const highestPort = 65_535;

/** Loopback ports that are free, and whose cluster bus ports are free as well. */
export async function clusterPorts(count: number): Promise<number[]> {
  const held: Server[] = [];
  const ports: number[] = [];
  try {
    while (ports.length < count) {
      const near = await listen(0);
      if (!near) continue;
      held.push(near);
      const { port } = near.address() as AddressInfo;
      const bus = port + busOffset <= highestPort && (await listen(port + busOffset));
      if (!bus) continue;
      held.push(bus);
      ports.push(port);
    }
    return ports;
  } finally {
    // All are held until the last is found, else one could be found twice.
    await Promise.all(held.map((server) => new Promise((resolve) => server.close(resolve))));
  }
}

async function listen(port: number): Promise<Server | undefined> {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  return once(server, 'listening').then(
    () => server,
    () => undefined,
  );
}
