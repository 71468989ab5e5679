import type { DecoratorTarget } from '../metadata/trigger-metadata.js';

/** What the decorator of a member stands on. */
export function targetOf(owner: object, descriptor?: PropertyDescriptor): DecoratorTarget {
  if (typeof owner === 'function') return 'static method';
  return typeof descriptor?.value === 'function' ? 'method' : 'not a method';
}
