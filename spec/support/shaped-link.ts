import type { Socket } from 'node:net';

/** What a link is like, for each connection on it. */
export interface LinkShape {
  /** How many bytes pass in a second; none given: as many as come. */
  readonly bytesPerSecond?: { readonly toServer?: number; readonly toClient?: number };
  /** How long each byte is on its way in one direction. */
  readonly latencyInMs?: number;
  /** How much longer it may be on its way, at random. The order stays. */
  readonly jitterInMs?: number;
  /** Where the jitter comes from; gives numbers from 0 up to 1. */
  readonly random?: () => number;
}

/** A slow link reads no more than this ahead, so that the sender feels how slow it is. */
const mostAhead = 64 * 1024;

/** How many times in a second a slow link passes something on. */
const piecesPerSecond = 20;

interface Piece {
  readonly bytes: Buffer;
  readonly arrivesAt: number;
}

/** One direction of a connection through a link: hands on what it is given, later and no faster than the link allows. */
export class ShapedLink {
  private readonly onTheWay: Piece[] = [];
  private bytesOnTheWay = 0;
  private timer?: NodeJS.Timeout | undefined;
  /** When the link has room for the next byte. */
  private freeAt = 0;
  private lastArrival = 0;

  constructor(
    private readonly source: Socket,
    private readonly deliver: (bytes: Buffer) => void,
    private readonly shape: LinkShape,
    private readonly bytesPerSecond: () => number = () => Infinity,
  ) {}

  /** `laterByMs`: how much longer these bytes are on their way than the link's shape says. What comes after waits too. */
  send(bytes: Buffer, laterByMs = 0): void {
    const bytesPerSecond = this.bytesPerSecond();
    const pieceSize = Math.max(1, Math.ceil(bytesPerSecond / piecesPerSecond));
    for (let from = 0; from < bytes.length; from += pieceSize) {
      const piece = bytes.subarray(from, Math.min(bytes.length, from + pieceSize));
      this.add(piece, (piece.length / bytesPerSecond) * 1_000, laterByMs);
    }
    if (this.bytesOnTheWay > mostAhead) this.source.pause();
    this.wait();
  }

  end(): void {
    clearTimeout(this.timer);
    this.onTheWay.length = 0;
  }

  private add(bytes: Buffer, takesMs: number, laterByMs: number): void {
    const { latencyInMs = 0, jitterInMs = 0, random = Math.random } = this.shape;
    this.freeAt = Math.max(this.freeAt, performance.now()) + takesMs;
    const arrivesAt = this.freeAt + latencyInMs + jitterInMs * random() + laterByMs;
    this.lastArrival = Math.max(this.lastArrival, arrivesAt);
    this.onTheWay.push({ bytes, arrivesAt: this.lastArrival });
    this.bytesOnTheWay += bytes.length;
  }

  private wait(): void {
    const [next] = this.onTheWay;
    if (this.timer || !next) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.deliverDue();
      this.wait();
    }, next.arrivesAt - performance.now());
  }

  private deliverDue(): void {
    const now = performance.now() + 1;
    while (this.onTheWay[0] && this.onTheWay[0].arrivesAt <= now) {
      const { bytes } = this.onTheWay.shift() as Piece;
      this.bytesOnTheWay -= bytes.length;
      this.deliver(bytes);
    }
    if (this.bytesOnTheWay <= mostAhead) this.source.resume();
  }
}
