const textOrComment = /"[^"\\]*(?:\\.[^"\\]*)*"|\/\/[^\r\n]*|\/\*[\s\S]*?\*\//g;
const textOrLastComma = /"[^"\\]*(?:\\.[^"\\]*)*"|,(?=\s*[}\]])/g;

/**
 * Parses JSON as Azure's tools write and read it: with a byte order mark, comments, and a comma after the
 * last member. Throws what `JSON.parse` throws, and its message quotes the text: it is not for showing.
 */
export function parseTolerantJson(text: string): unknown {
  const plain = text
    .replace(/^\uFEFF/, '')
    .replaceAll(textOrComment, (part) => (part.startsWith('"') ? part : ' '))
    .replaceAll(textOrLastComma, (part) => (part.startsWith('"') ? part : ' '));
  return JSON.parse(plain);
}
