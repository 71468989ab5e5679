import type { CommandSender, TransactionSender } from './command-sender.js';

/** What a client shows of its way to a connection. */
export interface ConnectingClient {
  /** How many steps towards a connection there were so far: it changes while the client tries to connect. */
  readonly steps: number;
  /** Whether it waits for credentials to connect with. */
  readonly awaitsCredentials: boolean;
  /** Grows while bytes move on its connections: what is slow is not dead. */
  readonly moves: number;
}

/** What every client for commands can do, be it one connection or those to the nodes of a cluster. */
export interface ReadyClient extends CommandSender, TransactionSender, ConnectingClient {
  /** Whether commands can be sent at this moment. */
  readonly isReady: boolean;
  /** Resolves when commands can be sent, or when `signal` is aborted. */
  whenReady(signal: AbortSignal): Promise<void>;
}

/** What most code needs of the client for ordinary commands. */
export interface CommandClient extends ReadyClient {
  /** Calls back with what keeps it from being ready, such as a refused connection. */
  onError(listener: (error: unknown) => void): void;
}

/** What a reader needs of the connection on which its reads wait. */
export interface BlockingClient extends ReadyClient {
  /** How often commands were written so far: those of one turn of the event loop are, together, at its end. */
  readonly writes: number;
  /** How many commands were written and are not answered yet. */
  readonly unanswered: number;
  /** Writes them at once. */
  writeNow(): void;
  /** Calls back each time that the connection becomes ready to take commands. */
  onReady(listener: () => void): void;
  /** Calls back when a command has to wait behind a blocking read, which should be woken. */
  onHeldUp(listener: () => void): void;
}

/** Hears of a message: its channel, its bytes, and the pattern where the subscription is one. */
export type MessageHandler = (channel: Buffer, body: Buffer, pattern?: Buffer) => void;

/** What subscriptions need of their client: one connection, or one to each master of a cluster. */
export interface SubscriberClient extends CommandSender, ConnectingClient {
  /** Whether subscriptions can be made at this moment. */
  readonly isReady: boolean;
  /** Resolves when subscriptions can be made, or when `signal` is aborted. */
  whenReady(signal: AbortSignal): Promise<void>;
  /** Resolves when subscriptions have to be made anew, or when `signal` is aborted. */
  whenClosed(signal: AbortSignal): Promise<void>;
  /** Calls back when subscriptions have to be made anew; returns what ends that, as the others do. */
  onClose(listener: () => void): () => void;
  /** Calls back with each message of the channels and patterns that this client subscribes to. */
  onMessage(listener: MessageHandler): () => void;
  /** Calls back with each message of the sharded channels that this client subscribes to. */
  onShardedMessage(listener: MessageHandler): () => void;
}
