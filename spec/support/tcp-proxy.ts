import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A relay in front of a server that can lose what passes, as a broken network does. */
export class TcpProxy {
  private readonly pairs = new Set<{ near: Socket; far: Socket }>();
  private losing?: { readonly request: string; readonly done: () => void };

  private constructor(
    private readonly server: Server,
    private readonly targetPort: number,
  ) {
    server.on('connection', (near) => this.relay(near));
  }

  static async to(targetPort: number): Promise<TcpProxy> {
    const server = createServer();
    const proxy = new TcpProxy(server, targetPort);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  private swallows = false;

  /** How many connections pass through at this moment. */
  get connections(): number {
    return this.pairs.size;
  }

  /**
   * From now on nothing passes on the connections there are, in either direction, and no end of them
   * reaches the other side. New connections work.
   */
  wedge(): void {
    for (const { near, far } of this.pairs) {
      near.removeAllListeners('data');
      far.removeAllListeners('data');
      near.on('data', () => undefined);
      far.on('data', () => undefined);
    }
  }

  /** As `wedge()`, and connections that are made from now on get no answer either. */
  swallow(): void {
    this.swallows = true;
    this.wedge();
  }

  /** Loses the reply to the next request with this text, and the connection with it. Resolves when it has. */
  loseReplyTo(request: string): Promise<void> {
    return new Promise((done) => (this.losing = { request, done }));
  }

  async close(): Promise<void> {
    for (const { near, far } of this.pairs) {
      near.destroy();
      far.destroy();
    }
    this.server.close();
    await once(this.server, 'close');
  }

  private relay(near: Socket): void {
    const far = connect(this.targetPort, '127.0.0.1');
    const pair = { near, far };
    this.pairs.add(pair);
    let loses = false;
    near.on('data', (bytes) => {
      if (this.swallows) return;
      loses ||= this.losing !== undefined && bytes.includes(this.losing.request);
      far.write(bytes);
    });
    far.on('data', (bytes) => {
      if (this.swallows) return undefined;
      if (!loses) return near.write(bytes);
      this.losing?.done();
      this.losing = undefined;
      return near.destroy();
    });
    for (const socket of [near, far]) {
      socket.on('error', () => undefined);
      socket.on('close', () => {
        near.destroy();
        far.destroy();
        this.pairs.delete(pair);
      });
    }
  }
}
