/** A word of a command. */
export type CommandArgument = string | Buffer;

/**
 * The arguments of each command that an output is sent with. A text is split at its spaces; an array is one command for each
 * element, and an element that is an array is its arguments as they are. Nothing is no command.
 */
export function outputArguments(value: unknown): readonly (readonly CommandArgument[])[] {
  if (value === undefined || value === null) return [];
  const given = typeof value === 'string' ? listIn(value) : value;
  return Array.isArray(given) ? given.map(argumentsOf) : [argumentsOf(given)];
}

function argumentsOf(value: unknown): readonly CommandArgument[] {
  if (Array.isArray(value)) return value.map(argument);
  return typeof value === 'string' && !/^\{.*\}$/s.test(value) ? value.split(' ') : [argument(value)];
}

function argument(value: unknown): CommandArgument {
  if (typeof value === 'string' || Buffer.isBuffer(value)) return value;
  if (value instanceof Uint8Array) return Buffer.from(value);
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

/** A text that is an array as JSON, as that. */
function listIn(text: string): unknown {
  if (!/^\s*\[.*\]\s*$/s.test(text)) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
