import type { Bytes } from '../resp/bytes.js';
import type { VersionNumber } from '../versions.js';

/** The classes of keyspace events, by the letter of `notify-keyspace-events`. */
export type EventClass = 'g' | '$' | 'l' | 's' | 'h' | 'z' | 'x' | 'e' | 't' | 'd' | 'm' | 'n';

/** In the order in which Redis writes them. */
const allClasses = 'g$lshzxetd';
const places = 'KE';

/** The letters that a setting turns on; undefined when it has a letter that is none. */
export function parseEventFlags(text: Bytes, version: VersionNumber): ReadonlySet<string> | undefined {
  const inAll = version >= 6.2 ? allClasses : allClasses.replace('d', '');
  const known = `A${inAll}${places}m${version >= 7 ? 'n' : ''}`;
  const flags = new Set<string>();
  for (const letter of text) {
    if (!known.includes(letter)) return undefined;
    for (const one of letter === 'A' ? inAll : letter) flags.add(one);
  }
  return flags;
}

/** The canonical form, which CONFIG GET answers. */
export function formatEventFlags(flags: ReadonlySet<string>, version: VersionNumber): Bytes {
  const inAll = version >= 6.2 ? allClasses : allClasses.replace('d', '');
  const has = (letter: string): string => (flags.has(letter) ? letter : '');
  const hasAll = Array.from(inAll).every((letter) => flags.has(letter));
  const classes = hasAll ? 'A' : Array.from(inAll, has).join('') + has('n');
  return classes + has('K') + has('E') + has('m');
}
