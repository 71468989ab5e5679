/** The fields of a hash with their values: of a reply to HGETALL, which ioredis makes an object, or of the same in a script. */
export function hashFields(reply: unknown): [field: string, value: string][] {
  if (!Array.isArray(reply)) {
    return Object.entries(reply as Record<string, unknown>).map(([field, value]) => [field, String(value)]);
  }
  const texts = reply.map(String);
  return texts.flatMap((field, index): [string, string][] =>
    index % 2 === 0 ? [[field, texts[index + 1] ?? '']] : [],
  );
}
