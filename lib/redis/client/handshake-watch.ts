import type { Redis } from 'ioredis';
import { clearInterval, setInterval } from '../../time/real-timers.js';
import { closedEarly } from '../errors/explain-connection-error.js';
import type { Traffic } from '../ioredis/traffic.js';

/**
 * Gives up a connection that was made and is not ready, if nothing comes on it: ioredis alone would wait for ever when
 * the other side is gone. Nothing is lost, because nothing was asked yet. Returns what ends the watch.
 */
export function watchHandshake(
  redis: Redis,
  traffic: Pick<Traffic, 'look'>,
  observer: HandshakeObserver,
  allowedInMs = patienceInMs,
): () => void {
  let timer: NodeJS.Timeout | undefined;
  let isUnexplained = false;
  const end = (): void => {
    clearInterval(timer);
    isUnexplained = false;
  };
  const begin = (): void => {
    end();
    isUnexplained = true;
    let moves = traffic.look();
    let looked = 0;
    let silentLooks = 0;
    timer = setInterval(() => {
      const before = moves;
      moves = traffic.look();
      const isMoving = moves !== before;
      if (isMoving) observer.moved();
      looked += 1;
      silentLooks = isMoving ? 0 : silentLooks + 1;
      if (looked % looks === 0) {
        observer.failed(`the server took more than ${allowedInMs / 1000} seconds to accept the connection`);
      }
      if (silentLooks < looks) return;
      isUnexplained = false;
      redis.disconnect(true);
    }, allowedInMs / looks).unref();
  };
  redis.on('connect', begin);
  redis.on('error', () => (isUnexplained = false));
  redis.on('ready', end);
  redis.on('close', () => {
    if (isUnexplained) observer.failed(closedEarly);
    end();
  });
  return end;
}

/** How long a server may be silent between the connection and being ready. */
const patienceInMs = 10_000;

/** How many times it is looked at meanwhile. */
const looks = 10;

/** Hears how a connection becomes ready. */
export interface HandshakeObserver {
  /** It did not become ready, and no error says why; or it takes long. */
  failed(what: string): void;
  /** Bytes have come. */
  moved(): void;
}
