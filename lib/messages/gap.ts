/**
 * Why nothing was received. `connection-lost`: the connection of the subscription was down. `no-holder`, for an
 * exclusive function: no process was handling its messages. `not-published`, for keyspace notifications: flags of the
 * server's `notify-keyspace-events` were missing. `paused`: the function was paused, in this process or in the fleet.
 */
export type GapReason = 'connection-lost' | 'no-holder' | 'not-published' | 'paused';

/** A time during which a pub/sub function may have received nothing: messages published in it may be lost. Frozen. */
export interface Gap {
  readonly functionId: string;
  /** The channel or pattern that the function subscribes to. */
  readonly channel: string;
  /**
   * Until when everything that was published has certainly arrived: when the last PING was sent on the connection of
   * the subscription that was answered. The subscription may have been lost up to about a second later. Of
   * `not-published`: when the flags were last seen to be right. Of `paused`: when it was paused.
   */
  readonly since: Date;
  /** When the server confirmed the subscription again. */
  readonly until: Date;
  readonly durationInMs: number;
  readonly reason: GapReason;
  /**
   * For how long this process' event loop was blocked in that time, if it was for a second or more. Redis drops a
   * subscriber that does not read (`client-output-buffer-limit pubsub`), so this is then the likely cause.
   */
  readonly blockedForInMs?: number;
}
