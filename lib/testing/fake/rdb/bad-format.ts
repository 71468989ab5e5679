/** Bytes that are no value of a format that is understood. */
export class BadFormat extends Error {
  override readonly name = 'BadFormat';
}
