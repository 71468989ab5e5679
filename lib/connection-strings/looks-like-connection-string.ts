/**
 * Whether a text that names no setting can be meant as a connection string itself. A bare word is not one,
 * though it could be a host: more likely it is the name of a setting that somebody forgot to define.
 */
export function looksLikeConnectionString(text: string): boolean {
  return /[:,=./![]/.test(text) || text.trim().toLowerCase() === 'localhost';
}
