/** A value that can be written as JSON, without the secrets in its texts. */
export function scrubbed<Value>(value: Value, scrub: (text: string) => string): Value {
  return scrubbedJson(value, scrub) as Value;
}

function scrubbedJson(value: unknown, scrub: (text: string) => string): unknown {
  if (typeof value === 'string') return scrub(value);
  if (Array.isArray(value)) return value.map((each) => scrubbedJson(each, scrub));
  if (typeof value !== 'object' || value === null) return value;
  if ('base64' in value && typeof value.base64 === 'string')
    return { base64: scrubbedBase64(value.base64, scrub) };
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, scrubbedJson(each, scrub)]));
}

/** Text may stand beside bytes that are none. */
function scrubbedBase64(base64: string, scrub: (text: string) => string): string {
  const text = Buffer.from(base64, 'base64').toString('latin1');
  return Buffer.from(scrub(text), 'latin1').toString('base64');
}
