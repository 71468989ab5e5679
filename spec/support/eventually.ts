/**
 * Resolves with what `look` returns once that is neither undefined nor false; for states that announce
 * nothing, such as the length of a list on a server. Rejects after ten seconds.
 */
export async function eventually<Value>(
  look: () => Promise<Value | undefined | false> | Value | undefined | false,
  what = 'the condition',
): Promise<Value> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (Date.now() > deadline) throw new Error(`waited 10 s for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
