import { firstInexactInteger } from './inexact-integer.js';

/** Deeper than any payload of use, and far from where recursive code overflows the stack. */
const deepest = 100;

/**
 * Parses JSON as the bytes of a message hold it; throws a SyntaxError that quotes nothing of it. JSON may nest so deep
 * that what works on the result recursively overflows, so the depth is checked first. An integer that a number cannot
 * hold is refused: `JSON.parse` would give another one without a word.
 */
export function parseJson(bytes: Buffer): unknown {
  return parseJsonText(textOf(bytes));
}

/** The same of a text without a byte-order mark. */
export function parseJsonText(text: string): unknown {
  if (depthExceeds(text, deepest)) throw new SyntaxError(`it nests deeper than ${deepest} levels`);
  const parsed = parse(text);
  const inexact = firstInexactInteger(text);
  if (inexact === undefined) return parsed;
  throw new SyntaxError(
    `the integer at character ${inexact + 1} is too large for a number; write it as a string`,
  );
}

/** UTF-8, with or without a byte-order mark: some tools put one before each text that they write. */
function textOf(bytes: Buffer): string {
  const [first, second] = bytes;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (isUtf16) throw new SyntaxError('it begins with the byte-order mark of UTF-16; write UTF-8');
  const text = bytes.toString();
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

function parse(text: string): unknown {
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
