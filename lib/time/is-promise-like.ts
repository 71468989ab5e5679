/** Whether a value can be waited for. Throws what its getter for `then` throws: that is code of whoever made it. */
export function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  const isObject = (typeof value === 'object' && value !== null) || typeof value === 'function';
  return isObject && typeof (value as { then?: unknown }).then === 'function';
}
