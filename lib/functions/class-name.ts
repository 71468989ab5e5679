import type { Class } from '../metadata/class.js';

/** How messages call a class. */
export function nameOf(handlerClass: Class): string {
  return handlerClass.name || '(class without a name)';
}
