const replacements: readonly RegExp[] = [
  // UUIDs
  /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi,
  // Other ids: long words with a letter and a digit in them
  /\b(?=\w*\d)(?=\w*[A-Za-z])\w{16,}\b/g,
  /\b(?:0x[0-9a-f]+|(?=[0-9]*[a-f])(?=[a-f]*\d)[0-9a-f]{8,})\b/gi,
  // Numbers, times and addresses, also with a unit behind them; but not the digit of a name such as E2BIG
  /(?<![A-Za-z_])\d+(?:[.,:T-]\d+)*/g,
];

/** As much of a message as tells errors apart. */
const mostCharacters = 500;

/** The message of an error with `#` in place of ids and numbers, in which errors of one cause differ. */
export function normalizedMessage(message: string): string {
  const text = message.slice(0, mostCharacters);
  return replacements.reduce((result, pattern) => result.replace(pattern, '#'), text);
}
