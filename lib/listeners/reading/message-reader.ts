/** Takes messages from Redis. */
export interface MessageReader<Message> {
  /** What is wrong with a key that is left out for the time being, or undefined. */
  readonly keyError: unknown;
  /** Whether a read that is under way waits for handlers that must end, or for its rate, which may take any time. */
  readonly mayTakeLong?: boolean;
  /** Whether the server ends a read before it brings many more bytes than `mostBytesUnderWay`. */
  readonly isBoundByServer?: boolean;
  /**
   * How many messages the next read may bring beyond what it asks for, at most: those of earlier reads whose replies were
   * lost. Only where that can be.
   */
  readonly owed?: number;
  /** Resolves when a read would not wait for handlers that must end, or when it was woken; only where that can be. */
  whenFree?(): Promise<void>;
  /** Takes at most about `count`: at once if there are any, else when one comes or the wait is over. */
  read(count: number): Promise<Message[]>;
  /** Looks whether it could read, and takes nothing. Throws what is wrong, but for single keys. */
  examine(): Promise<void>;
  /** Wakes a waiting read, for good, and resolves when it has been answered or `signal` is aborted. */
  wake(signal: AbortSignal): Promise<void>;
  /** Wakes a waiting read; the next read does not wait. */
  hurry(): void;
  /** What was taken when no read was waited for any more; only where that can be. To be called after `wake`. */
  takeRest?(signal: AbortSignal): Promise<Message[]>;
}
