import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { ShapedLink, type LinkShape } from './shaped-link.js';

/** Bytes that the server sent on one connection, as they came. */
export interface ReplyBytes {
  readonly bytes: Buffer;
  /** What the client sent last. */
  readonly request: Buffer;
  /** Which connection it is, from 1 on. */
  readonly connection: number;
  /** How many bytes the server had sent on it before. */
  readonly sentBefore: number;
}

/** What becomes of them. */
export interface Fate {
  /** How much later they arrive; what follows on the same connection waits behind them. */
  readonly delayInMs?: number;
  /** How many of them still arrive before the connection is cut; undefined: all, and it stays. */
  readonly cutAfter?: number | undefined;
}

/** The two connections that one is made of, and the two ways between them. */
interface Pair {
  readonly near: Socket;
  readonly far: Socket;
  readonly up: ShapedLink;
  readonly down: ShapedLink;
}

/** A relay in front of a server: a link that is slow, or far, or loses what passes, as networks do. */
export class TcpProxy {
  /** How many connections were cut, by what `decideReplies` was told. */
  cuts = 0;
  /** How many bytes the servers have sent. */
  bytesToClient = 0;
  private readonly pairs = new Set<Pair>();
  private losing?: { readonly request: string; readonly done: () => void };
  private decide?: ((reply: ReplyBytes) => Fate) | undefined;
  private swallows = false;
  private made = 0;

  private constructor(
    private readonly server: Server,
    private readonly targetPort: number,
    private shape: LinkShape,
  ) {
    server.on('connection', (near) => this.relay(near));
  }

  /** With a `shape`, every connection passes through a link of its own that is like that. */
  static async to(targetPort: number, shape: LinkShape = {}): Promise<TcpProxy> {
    const server = createServer();
    const proxy = new TcpProxy(server, targetPort, shape);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

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
    for (const { near, far, up, down } of this.pairs) {
      up.end();
      down.end();
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

  /** Asks of all that the server sends what is to become of it, until it is told otherwise. */
  decideReplies(decide?: (reply: ReplyBytes) => Fate): void {
    this.decide = decide;
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

  /** How many bytes pass in a second from now on, on the connections there are too. */
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
    const connection = ++this.made;
    const up = this.link(near, (bytes) => far.write(bytes), 'toServer');
    const down = this.link(far, (bytes) => near.write(bytes), 'toClient');
    const pair = { near, far, up, down };
    this.pairs.add(pair);
    let request: Buffer = Buffer.alloc(0);
    let sentBefore = 0;
    let loses = false;
    let isCut = false;
    near.on('data', (bytes) => {
      if (this.swallows) return;
      request = bytes;
      loses ||= this.losing !== undefined && bytes.includes(this.losing.request);
      up.send(bytes);
    });
    far.on('data', (bytes) => {
      if (this.swallows || isCut) return;
      const { delayInMs, cutAfter } = loses
        ? this.loseReply()
        : (this.decide?.({ bytes, request, connection, sentBefore }) ?? {});
      sentBefore += bytes.length;
      this.bytesToClient += bytes.length;
      down.send(bytes.subarray(0, cutAfter), delayInMs);
      if (cutAfter === undefined) return;
      isCut = true;
      this.cuts += 1;
      down.afterwards(() => {
        near.destroySoon();
        far.destroy();
      });
    });
    near.on('error', () => undefined);
    far.on('error', () => undefined);
    // What one side sent before it was gone still arrives at the other.
    near.on('close', () => {
      down.end();
      up.afterwards(() => far.destroySoon());
      if (far.destroyed) this.pairs.delete(pair);
    });
    far.on('close', () => {
      up.end();
      down.afterwards(() => near.destroySoon());
      if (near.destroyed) this.pairs.delete(pair);
    });
  }

  private loseReply(): Fate {
    this.losing?.done();
    delete this.losing;
    return { cutAfter: 0 };
  }

  private link(
    source: Socket,
    deliver: (bytes: Buffer) => void,
    direction: 'toServer' | 'toClient',
  ): ShapedLink {
    return new ShapedLink(
      source,
      deliver,
      this.shape,
      () => this.shape.bytesPerSecond?.[direction] ?? Infinity,
    );
  }
}
