/**
 * Why nothing was received. `connection-lost`: the connection of the subscription was down. `no-holder`, for an
 * exclusive function: no process was handling its messages.
 */
export type GapReason = 'connection-lost' | 'no-holder';

/** A time during which a pub/sub function received nothing: messages published in it are lost. Frozen. */
export interface Gap {
  readonly functionId: string;
  /** The channel or pattern that the function subscribes to. */
  readonly channel: string;
  /** When the subscription was found to be lost; it may have been lost for some time before. */
  readonly since: Date;
  /** When it was restored. */
  readonly until: Date;
  readonly durationInMs: number;
  readonly reason: GapReason;
}
