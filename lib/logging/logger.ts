/**
 * Where the library writes its log: the subset of pino's logger that it calls, so a pino logger can be used as it is.
 * `fields` are plain values that are safe to show: never a password, never a message's content.
 */
export interface Logger {
  debug(fields: object, text: string): void;
  info(fields: object, text: string): void;
  warn(fields: object, text: string): void;
  error(fields: object, text: string): void;
  /** A logger that adds these fields to every line. */
  child(fields: Record<string, unknown>): Logger;
}
