/**
 * Parses JSON as Azure's tools write and read it: with a byte order mark, comments, and a comma after the
 * last member. Throws what `JSON.parse` throws, and its message quotes the text: it is not for showing.
 */
export function parseTolerantJson(text: string): unknown {
  return JSON.parse(toPlainJson(text.replace(/^\uFEFF/, '')));
}

/**
 * The text with spaces in the place of comments and last commas, so that whatever is left stands where it stood. In one pass that never looks back: a regular expression would begin
 * anew at each quote and at each comment of a text that does not end them.
 */
export function toPlainJson(text: string): string {
  const parts: string[] = [];
  /** Where the last comma stands in `parts`, as long as only space and comments have followed it. */
  let comma = -1;
  let index = 0;
  while (index < text.length) {
    const end = tokenEnd(text, index);
    const token = text.slice(index, end);
    index = end;
    if (isComment(token)) {
      parts.push(token.replace(/[^\r\n]/g, ' '));
      continue;
    }
    if ((token === '}' || token === ']') && comma >= 0) parts[comma] = ' ';
    if (token === ',') comma = parts.length;
    else if (token.trim() !== '') comma = -1;
    parts.push(token);
  }
  return parts.join('');
}

function isComment(token: string): boolean {
  return token.startsWith('//') || token.startsWith('/*');
}

/** Where the token that begins here ends: a text, a comment, a comma, a bracket, or what is between those. */
function tokenEnd(text: string, start: number): number {
  const first = text[start];
  if (first === '"') return textEnd(text, start);
  if (text.startsWith('//', start)) return endAt(text, nextOf(text, /[\r\n]/g, start));
  if (text.startsWith('/*', start)) return endAt(text, text.indexOf('*/', start + 2), 2);
  if (first === ',' || first === '}' || first === ']' || first === '/') return start + 1;
  return endAt(text, nextOf(text, /[",}\]/]/g, start));
}

function textEnd(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index++) {
    if (text[index] === '\\') index++;
    else if (text[index] === '"') return index + 1;
  }
  return text.length;
}

function nextOf(text: string, pattern: RegExp, start: number): number {
  pattern.lastIndex = start;
  return pattern.exec(text)?.index ?? -1;
}

/** What does not end ends with the text. */
function endAt(text: string, found: number, length = 0): number {
  return found < 0 ? text.length : found + length;
}
