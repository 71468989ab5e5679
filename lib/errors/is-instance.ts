/** `instanceof` for what was thrown: where a proxy throws at that as well, the answer is no. */
export function isInstance<Instance>(
  thrown: unknown,
  ofClass: abstract new (...args: never[]) => Instance,
): thrown is Instance {
  try {
    return thrown instanceof ofClass;
  } catch {
    return false;
  }
}
