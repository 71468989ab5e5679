/** Something that a runtime has beside its connections, as long as it runs. */
export interface RuntimeResource {
  /** Called before anything connects. */
  open(): Promise<void>;
  /** Called when every connection is closed; also when `open` was never called. */
  close(): Promise<void>;
}
