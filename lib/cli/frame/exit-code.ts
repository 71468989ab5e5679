/** How a command ended, for whoever started it. */
export const exitCode = {
  done: 0,
  /** What was asked for failed, such as a handler that was invoked. */
  failed: 1,
  /** The command, an option or an argument is wrong. */
  usage: 2,
  /** The code or the settings have problems. */
  problems: 3,
  /** A threshold of `status` was passed. */
  threshold: 4,
  /** Redis cannot be reached, or does not permit what is needed. */
  redis: 5,
} as const;

/** One of the exit codes. */
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
