/**
 * What stands at a path of a JSON text, as text: strings as they are, anything else as JSON. Undefined where nothing
 * stands there, and for a text that is no JSON.
 */
export function jsonValueAt(json: string, path: readonly string[]): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(quoteLargeIntegers(json));
  } catch {
    return undefined;
  }
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** As strings, because a number of JavaScript does not hold all of their digits. Strings are left as they are. */
function quoteLargeIntegers(json: string): string {
  return json.replace(/"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g, (found) =>
    found.startsWith('"') ? found : `"${found}"`,
  );
}
