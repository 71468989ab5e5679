/** A message as Redis is to get it. */
export interface WrittenMessage {
  /** What its command ends with: its text or bytes; of a stream entry, the names and values of its fields in turn. */
  readonly words: readonly (string | Buffer)[];
  /** What whoever handles it makes of these words before it is validated; only where there is a payload. */
  readonly decoded?: unknown;
}
