/**
 * Resolves with what `look` returns once that is neither undefined nor false; for states that announce
 * nothing, such as the length of a list on a server. Rejects after `patienceInMs`.
 */
export async function eventually<Value>(
  look: () => Promise<Value | undefined | false> | Value | undefined | false,
  what = 'the condition',
  patienceInMs = 10_000,
): Promise<Value> {
  const deadline = Date.now() + patienceInMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (Date.now() > deadline) throw new Error(`waited ${patienceInMs} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
