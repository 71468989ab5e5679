import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A relay that cuts connections in the middle of what the server sends, at any byte, by the dice it is given. */
export class CuttingProxy {
  /** How many connections were cut. */
  cuts = 0;
  private isCutting = true;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly targetPort: number,
    private readonly random: () => number,
    /** The most bytes that the server sends until the cut. */
    private readonly mostBytes: number,
  ) {
    server.on('connection', (near) => this.relay(near));
  }

  static async to(targetPort: number, random: () => number, mostBytes: number): Promise<CuttingProxy> {
    const server = createServer();
    const proxy = new CuttingProxy(server, targetPort, random, mostBytes);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Cuts no more. */
  relent(): void {
    this.isCutting = false;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private relay(near: Socket): void {
    const far = connect(this.targetPort, '127.0.0.1');
    // The greeting of a connection takes about 6,000 bytes, for INFO: most connections get beyond it.
    let left = 6_000 + Math.floor(this.random() * this.mostBytes);
    near.on('data', (bytes) => far.write(bytes));
    far.on('data', (bytes) => {
      left -= bytes.length;
      if (!this.isCutting || left > 0) {
        near.write(bytes);
        return;
      }
      this.cuts += 1;
      near.end(bytes.subarray(0, bytes.length + left));
      far.destroy();
    });
    for (const socket of [near, far]) {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        near.destroySoon();
        far.destroy();
        this.sockets.delete(socket);
      });
    }
  }
}
