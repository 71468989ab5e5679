const reserved: ReadonlySet<string> = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends false ' +
    'finally for function if implements import in instanceof interface invocation let new null package private protected ' +
    'public return static super switch this throw true try typeof var void while with yield'
  ).split(' '),
);

/** A name as an identifier of TypeScript. */
export function identifier(name: string): string {
  const written = name.replaceAll(/[^a-zA-Z0-9_$]/g, '_');
  return reserved.has(written) ? `${written}_` : written;
}

/** A text in single quotes. */
export function textOf(value: unknown): string {
  const json = JSON.stringify(String(value)).slice(1, -1);
  return `'${json.replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** A value of options as a literal. */
export function sourceOf(value: unknown): string {
  if (typeof value === 'string') return textOf(value);
  if (Array.isArray(value)) return `[${value.map(sourceOf).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const members = Object.entries(value).map(([name, each]) => `${name}: ${sourceOf(each)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}
