/**
 * A key of ours that belongs to a key or channel of the user: `{<tag>}:<purpose>:<functionId>`. The tag is the
 * source's own hash tag, else the whole of it, so that in a cluster both lie in one slot and can be written
 * in one step. Of a source that has a closing brace and no tag of its own, no key with a tag lies in the slot in
 * general, for all of it is hashed.
 */
export function sameSlotKey(source: string, purpose: string, functionId: string): string {
  // As Redis reads it: only the first opening brace counts, and `{}` is no tag.
  const tag = /^[^{]*\{([^}]+)\}/.exec(source)?.[1] ?? source;
  return `{${tag}}:${purpose}:${functionId}`;
}
