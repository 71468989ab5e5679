/** As much of a name as is shown. */
const longestName = 200;

/** A text from outside as an error or an answer may show it: cut, with a mark, where it is longer than any name. */
export function clipped(text: string): string {
  if (text.length <= longestName) return text;
  const isWithinPair = /[\uD800-\uDBFF]$/.test(text.slice(0, longestName));
  return `${text.slice(0, isWithinPair ? longestName - 1 : longestName)}… (${text.length} characters)`;
}
