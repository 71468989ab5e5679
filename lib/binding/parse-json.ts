/** Deeper than any payload of use, and far from where recursive code overflows the stack. */
const deepest = 100;

/**
 * Parses JSON text; throws a SyntaxError that quotes nothing of it. JSON may nest so deep that what works
 * on the result recursively overflows, so the depth is checked first.
 */
export function parseJson(text: string): unknown {
  if (depthExceeds(text, deepest)) throw new SyntaxError(`it nests deeper than ${deepest} levels`);
  try {
    return JSON.parse(text);
  } catch {
    // The engine's own message quotes the text, which may hold secrets.
    throw new SyntaxError(text === '' ? 'it is empty' : 'it is not valid JSON');
  }
}

function depthExceeds(text: string, limit: number): boolean {
  // Cheaper than looking at each character: a short text cannot be deep.
  if (text.length <= limit) return false;
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (inString) {
      if (code === backslash) index++;
      else if (code === quote) inString = false;
    } else if (code === quote) inString = true;
    else if (code === openBracket || code === openBrace) depth++;
    else if (code === closeBracket || code === closeBrace) depth--;
    if (depth > limit) return true;
  }
  return false;
}

const [quote, backslash, openBracket, closeBracket, openBrace, closeBrace] = [
  0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d,
];
