/** How one command is sent for an invocation. */
export interface SendCommandOptions {
  /** Aborted when the invocation has no more time. */
  readonly signal: AbortSignal;
  /** Whether the command may be run twice, as one that only reads. */
  readonly repeats: boolean;
}

/** Sends a command on one connection, once that is ready; its reply. Rejects where Redis refuses it, or does not answer in time. */
export type SendCommand = (
  command: readonly [name: string, ...args: (string | Buffer)[]],
  options: SendCommandOptions,
) => Promise<unknown>;

/** Sends commands on the connections of a runtime, which it knows by their names. */
export type CommandPort = (connection: string) => SendCommand;
