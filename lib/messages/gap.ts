/**
 * Why nothing was received: `connection-lost`, the connection of the subscription was down; `no-holder`, of an
 * exclusive function, the process that handled its messages was gone.
 */
export type GapReason = 'connection-lost' | 'no-holder';

/** A time in which a pub/sub function was not subscribed: what was published meanwhile is gone. Frozen. */
export interface Gap {
  readonly functionId: string;
  /** The channel or pattern that the function subscribes to. */
  readonly channel: string;
  /** When the subscription was noticed to be gone; it may have been gone for a while before. */
  readonly since: Date;
  /** When it stood again. */
  readonly until: Date;
  readonly durationInMs: number;
  readonly reason: GapReason;
}
