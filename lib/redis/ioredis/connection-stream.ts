import type { Redis } from 'ioredis';

/** The socket of a client, or what stands for one within the process. */
export type ConnectionStream = Redis['stream'];

/** Hears the bytes that come on a connection. */
export type DataListener = (bytes: Buffer) => void;

/**
 * The stream that a client has at this moment. Undefined before its first try to connect, and if ioredis keeps its
 * stream in another place.
 */
export function streamOf(redis: Pick<Redis, 'stream'>): ConnectionStream | undefined {
  const { stream } = redis as { readonly stream?: Partial<ConnectionStream> | null };
  const isUsable = typeof stream?.on === 'function' && typeof stream.write === 'function';
  return isUsable ? (stream as ConnectionStream) : undefined;
}

const ours = new WeakSet<object>();

/** Listens for the bytes of a stream; the listener is not mistaken for ioredis' decoder. */
export function hearBytes(stream: ConnectionStream, listener: DataListener): void {
  ours.add(listener);
  stream.on('data', listener);
}

/** The listeners for the bytes of a stream that are not ours. */
export function othersWhoHearBytes(stream: ConnectionStream): readonly DataListener[] {
  return (stream.listeners('data') as DataListener[]).filter((listener) => !ours.has(listener));
}
