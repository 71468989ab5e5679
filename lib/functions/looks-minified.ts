import type { FunctionDescriptor } from './function-descriptor.js';

/** Longer names are left to minifiers only by programs with thousands of classes. */
const mostLetters = 2;

/** Words that people call their methods. */
const words: ReadonlySet<string> = new Set(['on', 'do', 'go']);

/** Whether a function id comes from names that a minifier probably made: the next build may have others. */
export function looksMinified({ id, place }: Pick<FunctionDescriptor, 'id' | 'place'>): boolean {
  // The option `name` gives any other id.
  if (id !== place) return false;
  const dot = id.indexOf('.');
  const [className, method] = [id.slice(0, dot), id.slice(dot + 1)];
  return className.length <= mostLetters || (method.length <= mostLetters && !words.has(method));
}
