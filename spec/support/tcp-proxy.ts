import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { ShapedLink, type LinkShape } from './shaped-link.js';

/** A relay in front of a server that can lose what passes, as a broken network does. */
export class TcpProxy {
  private readonly pairs = new Set<{ near: Socket; far: Socket }>();
  private losing?: { readonly request: string; readonly done: () => void };

  private constructor(
    private readonly server: Server,
    private readonly targetPort: number,
    private shape?: LinkShape,
  ) {
    server.on('connection', (near) => this.relay(near));
  }

  /** With a `shape`, every connection passes through a link of its own that is like that. */
  static async to(targetPort: number, shape?: LinkShape): Promise<TcpProxy> {
    const server = createServer();
    const proxy = new TcpProxy(server, targetPort, shape);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  private swallows = false;
  private cutAfter?: ((bytes: Buffer) => number | undefined) | undefined;
  private delayBy?: ((bytes: Buffer, connection: number) => number) | undefined;
  private made = 0;

  /** How many connections there were so far. */
  get connectionsMade(): number {
    return this.made;
  }

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

  /**
   * Asks of all that the server sends after how many of its bytes the connection is to be cut; undefined: not at all.
   * Until it is told otherwise.
   */
  cutReplies(after?: (bytes: Buffer) => number | undefined): void {
    this.cutAfter = after;
  }

  /** Sends what is no TLS on the connections there are, and resets each when the client has said that it sees so. */
  async garbleAndReset(): Promise<void> {
    this.wedge();
    const pairs = [...this.pairs];
    await Promise.all(
      pairs.map(async ({ near }) => {
        near.write(Buffer.from('1703030005ffffffffff', 'hex'));
        await once(near, 'data');
        near.resetAndDestroy();
      }),
    );
  }

  /**
   * Asks of all that the server sends how many milliseconds later it is to arrive, with the number of its connection,
   * from 1 on. Only for a proxy that was made with a shape.
   */
  delayReplies(by?: (bytes: Buffer, connection: number) => number): void {
    this.delayBy = by;
  }

  /** How many bytes pass in a second from now on, on the connections there are too; for a proxy made with a shape. */
  setSpeed(bytesPerSecond: LinkShape['bytesPerSecond'] = {}): void {
    this.shape = { ...this.shape, bytesPerSecond };
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
    const number = ++this.made;
    const up = this.link(near, (bytes) => far.write(bytes), 'toServer');
    const down = this.link(far, (bytes) => near.write(bytes), 'toClient');
    let loses = false;
    near.on('data', (bytes) => {
      if (this.swallows) return;
      loses ||= this.losing !== undefined && bytes.includes(this.losing.request);
      up.send(bytes);
    });
    far.on('data', (bytes) => {
      if (this.swallows) return undefined;
      const cutAt = this.cutAfter?.(bytes);
      if (cutAt !== undefined) return near.write(bytes.subarray(0, cutAt), () => near.destroy());
      if (!loses) {
        down.send(bytes, this.delayBy?.(bytes, number));
        return undefined;
      }
      this.losing?.done();
      this.losing = undefined;
      return near.destroy();
    });
    for (const socket of [near, far]) {
      socket.on('error', () => undefined);
      socket.on('close', () => {
        up.end();
        down.end();
        near.destroy();
        far.destroy();
        this.pairs.delete(pair);
      });
    }
  }

  private link(
    source: Socket,
    deliver: (bytes: Buffer) => void,
    direction: 'toServer' | 'toClient',
  ): Pick<ShapedLink, 'send' | 'end'> {
    if (!this.shape) return { send: deliver, end: () => undefined };
    return new ShapedLink(
      source,
      deliver,
      this.shape,
      () => this.shape?.bytesPerSecond?.[direction] ?? Infinity,
    );
  }
}
