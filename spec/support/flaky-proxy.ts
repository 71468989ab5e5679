import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** What becomes of bytes that the server sent: how many of them pass before the connection is cut, and after how long. */
export interface Fate {
  /** In milliseconds; what follows on the same connection waits behind it. */
  readonly delayInMs?: number;
  /** How many of the bytes still pass; undefined: all, and the connection stays. */
  readonly cutAfter?: number;
}

/** A relay in front of a server whose replies come late, or are cut off at any byte, as a spec decides. */
export class FlakyProxy {
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly targetPort: number,
    /** Asked for each piece of a reply, with the last request of its connection. */
    private readonly decide: (reply: Buffer, request: string) => Fate,
  ) {
    server.on('connection', (near) => this.relay(near));
  }

  static async to(targetPort: number, decide: (reply: Buffer, request: string) => Fate): Promise<FlakyProxy> {
    const server = createServer();
    const proxy = new FlakyProxy(server, targetPort, decide);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private relay(near: Socket): void {
    const far = connect(this.targetPort, '127.0.0.1');
    let request = '';
    let passed: Promise<void> = Promise.resolve();
    near.on('data', (bytes) => {
      request = bytes.toString('latin1');
      far.write(bytes);
    });
    far.on('data', (bytes) => {
      const fate = this.decide(bytes, request);
      passed = passed.then(() => this.pass(near, bytes, fate));
    });
    for (const socket of [near, far]) {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
  }

  private async pass(near: Socket, bytes: Buffer, { delayInMs = 0, cutAfter }: Fate): Promise<void> {
    if (delayInMs > 0) await new Promise((resolve) => setTimeout(resolve, delayInMs));
    if (near.destroyed) return;
    near.write(bytes.subarray(0, cutAfter));
    if (cutAfter !== undefined) near.destroy();
  }
}
