const flags: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['yes', true],
  ['on', true],
  ['1', true],
  ['false', false],
  ['no', false],
  ['off', false],
  ['0', false],
]);

/** The words for true and false, in any case. */
export const flagWords = 'true, yes, on, 1, false, no, off or 0';

/** What a word for true or false means; undefined for any other. */
export function parseFlag(text: string): boolean | undefined {
  return flags.get(text.toLowerCase());
}

/** A whole number in decimal digits, with `-` if need be; undefined for anything else. */
export function parseWholeNumber(text: string): number | undefined {
  return /^-?\d{1,10}$/.test(text) ? Number(text) : undefined;
}
