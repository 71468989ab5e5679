import type { Bytes } from './bytes.js';

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', a: '\x07' };
const isSpace = (character: string): boolean => /[ \t\n\v\f\r]/.test(character);

/** Splits an inline request as redis-cli's command line does; undefined when a quote is not closed. */
export function splitInlineArguments(line: Bytes): Bytes[] | undefined {
  const result: Bytes[] = [];
  let position = skipSpaces(line, 0);
  while (position < line.length) {
    const argument = readArgument(line, position);
    if (!argument) return undefined;
    result.push(argument.text);
    position = skipSpaces(line, argument.end);
  }
  return result;
}

function skipSpaces(line: Bytes, start: number): number {
  let position = start;
  while (position < line.length && isSpace(line.charAt(position))) position++;
  return position;
}

interface ReadArgument {
  readonly text: Bytes;
  readonly end: number;
}

function readArgument(line: Bytes, start: number): ReadArgument | undefined {
  let text = '';
  let position = start;
  while (position < line.length && !isSpace(line.charAt(position))) {
    const character = line.charAt(position);
    if (character !== '"' && character !== "'") {
      text += character;
      position++;
      continue;
    }
    const quoted = readQuoted(line, position + 1, character);
    // A closing quote must end the argument: "a"b is refused.
    if (!quoted || (quoted.end < line.length && !isSpace(line.charAt(quoted.end)))) return undefined;
    return { text: text + quoted.text, end: quoted.end };
  }
  return { text, end: position };
}

function readQuoted(line: Bytes, start: number, quote: string): ReadArgument | undefined {
  let text = '';
  let position = start;
  while (position < line.length) {
    const character = line.charAt(position);
    if (character === quote) return { text, end: position + 1 };
    if (character !== '\\') {
      text += character;
      position++;
      continue;
    }
    const escaped = quote === '"' ? readEscape(line, position) : readSingleEscape(line, position);
    text += escaped.text;
    position = escaped.end;
  }
  return undefined;
}

function readEscape(line: Bytes, position: number): ReadArgument {
  const hex = /^\\x([0-9a-fA-F]{2})/.exec(line.slice(position, position + 4))?.[1];
  if (hex) return { text: String.fromCharCode(Number.parseInt(hex, 16)), end: position + 4 };
  const character = line.charAt(position + 1);
  return { text: escapes[character] ?? character, end: position + 2 };
}

function readSingleEscape(line: Bytes, position: number): ReadArgument {
  return line.charAt(position + 1) === "'"
    ? { text: "'", end: position + 2 }
    : { text: '\\', end: position + 1 };
}
