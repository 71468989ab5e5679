/**
 * Where settings come from: the environment, a file, an object.
 *
 * - A name means the same in any case; where several differ in case only, the exact spelling comes first.
 * - `:` in a name separates the parts of a path, as in `ConnectionStrings:Orders`.
 * - `undefined` means "not set here", so that the next source is asked. An empty text is a value.
 * - It answers at once, and never throws: a source that has to read something does so beforehand.
 */
export interface SettingsSource {
  get(name: string): string | undefined;
}
