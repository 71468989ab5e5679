/** Calls the function that a script exports, with `this` where it is a member of an object. */
export type Callback = (...args: unknown[]) => unknown;

/**
 * The function that a script exports, by the rules of Azure's worker: the module itself; the member that `entryPoint`
 * names; the only member; `run`; `index`. A text says why there is none.
 */
export function entryPointOf(exported: unknown, entryPoint?: string): Callback | string {
  if (typeof exported === 'function') return exported as Callback;
  if (typeof exported !== 'object' || exported === null) return 'it exports nothing';
  const members = exported as Record<string, unknown>;
  const names = Object.keys(members);
  const name =
    entryPoint ?? (names.length === 1 ? names[0] : ['run', 'index'].find((each) => each in members));
  if (name === undefined) {
    return names.length === 0
      ? 'it exports nothing'
      : `it exports ${names.length} things (${names.slice(0, 5).join(', ')}), and none is called run or index`;
  }
  if (typeof members[name] !== 'function')
    return name in members
      ? `what it exports as "${name}" is not a function`
      : `it exports nothing called "${name}"`;
  // Looked up at each call, with `this`: a method of a class needs its instance.
  return (...args) => (members[name] as Callback).apply(members, args);
}
