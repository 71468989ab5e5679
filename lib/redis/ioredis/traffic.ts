import type { Redis } from 'ioredis';
import { hearBytes, streamOf, type ConnectionStream } from './connection-stream.js';

/**
 * Sees whether bytes move on a client's connection, in either direction. Bytes that leave prove something only if they
 * had to wait: there is room for them again because the other side has taken those before them. Bytes that the system
 * takes over at once may never arrive.
 */
export class Traffic {
  private stream?: ConnectionStream | undefined;
  private seen = nothing;
  private moved = 0;
  /** Bytes that came on a stream that does not count them itself, such as one within the process. */
  private heard = 0;

  constructor(private readonly redis: Pick<Redis, 'stream' | 'on'>) {
    redis.on('connect', () => {
      const stream = streamOf(redis);
      if (!stream || typeof stream.bytesRead === 'number') return;
      this.heard = 0;
      hearBytes(stream, (bytes) => (this.heard += bytes.length));
    });
  }

  /** How many bytes were written and not even left this process, at the last look. */
  get waiting(): number {
    return this.seen.waiting + this.seen.queued;
  }

  /** Looks at the connection, and returns a number that has grown if bytes have moved since the last look. */
  look(): number {
    const stream = streamOf(this.redis);
    if (!stream) return this.moved;
    const before = stream === this.stream ? this.seen : nothing;
    const counts = countsOf(stream, this.heard);
    this.moved += Math.max(0, counts.came - before.came);
    if (before.waiting > 0) this.moved += Math.max(0, counts.left - before.left);
    this.stream = stream;
    this.seen = counts;
    return this.moved;
  }
}

/** What Node.js knows of a connection beneath a stream. */
interface Handle {
  readonly bytesRead?: number;
  readonly bytesWritten?: number;
  /** How many bytes were written and wait for room in the buffers of the system. */
  readonly writeQueueSize?: number;
  /** Under TLS: the connection that the records pass through, see `countsOf`. */
  readonly _parent?: Handle;
}

/** How many bytes have passed on one connection. */
interface ByteCounts {
  readonly came: number;
  /** How many the system has taken over. */
  readonly left: number;
  /** How many were given to the system and wait until it has room for them. */
  readonly waiting: number;
  /** How many wait behind those. */
  readonly queued: number;
}

const nothing: ByteCounts = { came: 0, left: 0, waiting: 0, queued: 0 };

/**
 * Under TLS, Node.js counts whole records, of which one takes 16 seconds at 1 kB/s; the connection beneath counts each
 * byte. If a version of Node.js has neither, its documented counts are used.
 */
function countsOf(stream: ConnectionStream, heard: number): ByteCounts {
  const { _handle: handle } = stream as unknown as { readonly _handle?: Handle | null };
  const { bytesRead, bytesWritten, writeQueueSize } = handle?._parent ?? handle ?? {};
  const waiting = writeQueueSize ?? stream.writableLength;
  const given = handle?.bytesWritten ?? stream.bytesWritten ?? 0;
  return {
    came: bytesRead ?? stream.bytesRead ?? heard,
    left: (bytesWritten ?? given) - waiting,
    waiting,
    queued: Math.max(0, (stream.bytesWritten ?? given) - given),
  };
}
