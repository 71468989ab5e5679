/** One row of the error table: what the code means, and how to fix it. */
export interface ErrorCodeEntry {
  readonly meaning: string;
  readonly remedy: string;
}
