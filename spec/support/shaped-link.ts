import type { Socket } from 'node:net';

/** What a link is like, for each connection on it. */
export interface LinkShape {
  /** How many bytes pass in a second; none given: as many as come. */
  readonly bytesPerSecond?: { readonly toServer?: number; readonly toClient?: number };
  /** How long each byte is on its way in one direction, however many are on their way with it. */
  readonly latencyInMs?: number;
  /** How much longer it may be on its way, at random. The order stays. */
  readonly jitterInMs?: number;
  /** Where the jitter comes from; gives numbers from 0 up to 1. */
  readonly random?: () => number;
}

/** No more bytes than this wait for a slow link, so that the sender feels how slow it is. */
const mostWaiting = 64 * 1024;

/** How many times in a second a slow link passes something on. */
const piecesPerSecond = 20;

interface Piece {
  readonly deliver: () => void;
  readonly arrivesAt: number;
}

/**
 * One direction of a connection through a link: hands on what it is given, later and no faster than the link allows.
 * Bandwidth and latency do not limit each other: while one byte is on its way, the link takes the next.
 */
export class ShapedLink {
  private readonly onTheWay: Piece[] = [];
  private arrival?: NodeJS.Timeout | undefined;
  private resuming?: NodeJS.Timeout | undefined;
  /** When the link has room for the next byte. */
  private freeAt = 0;
  private lastArrival = 0;
  private hasEnded = false;

  constructor(
    private readonly source: Socket,
    private readonly deliver: (bytes: Buffer) => void,
    private readonly shape: LinkShape,
    private readonly bytesPerSecond: () => number,
  ) {}

  /** `laterByMs`: how much longer these bytes are on their way than the link's shape says. What comes after waits too. */
  send(bytes: Buffer, laterByMs = 0): void {
    const bytesPerSecond = this.bytesPerSecond();
    const pieceSize = Math.max(1, Math.ceil(bytesPerSecond / piecesPerSecond));
    for (let from = 0; from < bytes.length; from += pieceSize) {
      const piece = bytes.subarray(from, Math.min(bytes.length, from + pieceSize));
      this.add(() => this.deliver(piece), (piece.length / bytesPerSecond) * 1_000, laterByMs);
    }
    this.pauseSource((mostWaiting / bytesPerSecond) * 1_000);
  }

  /** Calls back when all that was sent so far has arrived. */
  afterwards(act: () => void): void {
    this.add(act, 0, 0);
  }

  /** Nothing arrives any more, also of what is on its way. */
  end(): void {
    this.hasEnded = true;
    clearTimeout(this.arrival);
    clearTimeout(this.resuming);
    this.source.resume();
    this.onTheWay.length = 0;
  }

  private add(deliver: () => void, takesMs: number, laterByMs: number): void {
    if (this.hasEnded) return;
    const { latencyInMs = 0, jitterInMs = 0, random = Math.random } = this.shape;
    const now = performance.now();
    this.freeAt = Math.max(this.freeAt, now) + takesMs;
    this.lastArrival = Math.max(
      this.lastArrival,
      this.freeAt + latencyInMs + jitterInMs * random() + laterByMs,
    );
    if (this.onTheWay.length === 0 && this.lastArrival <= now) {
      deliver();
      return;
    }
    this.onTheWay.push({ deliver, arrivesAt: this.lastArrival });
    this.awaitNext();
  }

  /** Reads on when what waits for the link takes it so long at most. */
  private pauseSource(mostMs: number): void {
    const forMs = this.freeAt - performance.now() - mostMs;
    if (forMs <= 0 || this.resuming || this.hasEnded) return;
    this.source.pause();
    this.resuming = setTimeout(() => {
      this.resuming = undefined;
      this.source.resume();
    }, forMs);
  }

  private awaitNext(): void {
    const [next] = this.onTheWay;
    if (this.arrival || !next) return;
    this.arrival = setTimeout(() => {
      this.arrival = undefined;
      this.deliverDue();
      this.awaitNext();
    }, next.arrivesAt - performance.now());
  }

  private deliverDue(): void {
    const now = performance.now() + 1;
    while (this.onTheWay[0] && this.onTheWay[0].arrivesAt <= now) this.onTheWay.shift()?.deliver();
  }
}
