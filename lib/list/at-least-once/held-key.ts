/**
 * The key of what is held of a list: elements that were popped and not settled, with the leases of those that hold
 * them, of whatever function. It lies in the slot of the list; but for a list with a closing brace and no hash tag: see
 * `sameSlotKey`. There is one for each list, so that nothing that is held can be out of sight while there is the key.
 *
 * It is a hash. Its fields:
 *
 * - `<consumer>.<pop>.<index>`: an element, with the number of its pop to the base 36. These fields are short, because each
 *   element has one that is written, sent and deleted. One that was given back and popped again has behind it where it was held
 *   first, and how often it was with processes that died: `<id>/<first id>/<deaths>`.
 * - `consumers`: the names of those that live, as far as is known. For each of them `lease:<name>` (until when; the end
 *   that it pops from; from which count on an element is a suspect; its function), `last:<name>` (the number of its
 *   last pop that took something) and, while one of its elements runs by itself, `alone:<name>`.
 * - `order:<name>` and `order:<name>:<n>`, while what a consumer held is put back in several steps: in which order the
 *   rest goes back. So only the first step and the last one look at all that is held.
 * - `back:<SHA1>`: what was given back and waits in the list, `<first id>/<deaths>` for each; `backs`: how many of these
 *   fields there are; `until`: when they are forgotten.
 * - `born`: drawn when the key was made, so that it is noticed that it was deleted.
 */
export function heldKey(list: string): string {
  // With a hash tag of its own the list's name goes before it whole: lists that share a tag share no key.
  const prefix = /^[^{]*\{[^}]+\}/.test(list) ? list : `{${list}}`;
  return `${prefix}:held`;
}

/** Whether a field of that key is an element. */
export function isElementField(field: string): boolean {
  return /^[0-9a-z]+\.[0-9a-z]+\.\d+/.test(field);
}
