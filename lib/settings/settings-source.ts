/**
 * Where settings come from: the environment, a file, an object.
 *
 * - Names are case-insensitive; if several differ only in case, an exact match takes precedence.
 * - `:` in a name separates the parts of a path, as in `ConnectionStrings:Orders`.
 * - `undefined` means "not set here", so the next source is asked. An empty string is a value.
 * - `get` is synchronous and never throws: a source that has to read something does so beforehand.
 */
export interface SettingsSource {
  /** The value of a setting, or undefined if it is not set here. */
  get(name: string): string | undefined;
}
