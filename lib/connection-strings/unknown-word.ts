import { nearestName } from '../errors/nearest-name.js';

/** What other clients call the same, in lower case, where the spelling is too far off to guess. */
const otherNames: ReadonlyMap<string, readonly string[]> = new Map([
  ['username', ['user']],
  ['pass', ['password']],
  ['pwd', ['password']],
  ['db', ['defaultDatabase']],
  ['database', ['defaultDatabase', 'db']],
  ['defaultdatabase', ['db']],
  ['tls', ['ssl']],
  ['ssl', ['tls']],
  ['clientname', ['name']],
  ['name', ['clientName']],
  ['servername', ['sslHost', 'tlsServerName']],
  ['tlsservername', ['sslHost']],
  ['sslhost', ['tlsServerName']],
  ['mastername', ['serviceName']],
  ['timeout', ['connectTimeout']],
]);

/**
 * How an error names a keyword that is not known, and what to do about it. Only a word of some letters, or
 * one that is nearly right, is shown: anything else may be a piece of a secret.
 */
export function describeUnknownWord(
  written: string,
  position: string,
  known: readonly string[],
): { what: string; remedy: string } {
  const meant = meantWord(written, known);
  const isShown = meant !== undefined || /^[A-Za-z]{5,30}$/.test(written);
  const question = meant === undefined ? '' : `Did you mean "${meant}"? `;
  return {
    what: isShown ? `has the unknown keyword "${written}"` : `has an unknown keyword (${position})`,
    remedy: `${question}The keywords are ${known.join(', ')}.`,
  };
}

function meantWord(written: string, known: readonly string[]): string | undefined {
  const others = otherNames.get(written.toLowerCase()) ?? [];
  return known.find((each) => others.includes(each)) ?? nearestName(written, known);
}
