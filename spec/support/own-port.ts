import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

/*
 * Ports for the servers that specs start. They lie below the range from which the system gives ports to
 * clients and to `listen(0)`: nobody gets one by chance while a server that is to come back on it is down.
 */
const firstPort = 10_000;

const portCount = 10_000;

/** A server of a cluster talks to the others on its port and this. */
const busOffset = 10_000;

/** How many of mocha's workers have ports that no other worker tries. */
const workerCount = 20;

const turn = portTurn();

/** A loopback port on which nothing listens, and which this process has not been given before. */
export async function ownPort(): Promise<number> {
  for (;;) {
    const port = turn.next().value;
    if (await isFree(port)) return port;
  }
}

/** The same for the servers of a cluster: their bus ports are free as well. */
export async function ownClusterPorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    const port = await ownPort();
    if (await isFree(port + busOffset)) ports.push(port);
  }
  return ports;
}

/** The ports of this worker one after another, again and again, from one that other runs do not begin with. */
function* portTurn(): Generator<number, never> {
  const worker = process.env.MOCHA_WORKER_ID;
  const count = worker === undefined ? portCount : portCount / workerCount;
  const first = firstPort + (worker === undefined ? 0 : (Number(worker) % workerCount) * count);
  for (let turned = Math.floor(Math.random() * count); ; turned++) yield first + (turned % count);
}

async function isFree(port: number): Promise<boolean> {
  const server: Server = createServer();
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  await new Promise((resolve) => server.close(resolve));
  return true;
}
