import type { ConnectionTarget } from '../connections/connection-target.js';
import type { DescribeError } from '../errors/describe-error.js';
import type { CommandClient } from '../redis/commands/clients.js';
import type { SettingsSource } from '../settings/settings-source.js';

/** What a sender is made of. */
export interface SenderSurroundings {
  readonly settings: SettingsSource;
  /** Where a connection leads; throws or rejects where nothing has its name, saying so for `place`. */
  readonly resolve: (reference: string, place: string) => ConnectionTarget | Promise<ConnectionTarget>;
  /** The client for commands on a connection. Called each time, for it may be another one by then. */
  readonly connect: (target: ConnectionTarget) => CommandClient | Promise<CommandClient>;
  readonly describeError: DescribeError;
  /** How long a call may take, where it does not say so itself. */
  readonly timeoutInMs: number;
  /** Closes the connections, where they are the sender's own. */
  readonly close?: () => Promise<void>;
}

export const defaultTimeoutInMs = 5_000;
