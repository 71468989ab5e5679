import type { DecoratorTarget } from '../metadata/trigger-metadata.js';

/** What messages call that on which a decorator stands. */
export const targetWords: Readonly<Record<DecoratorTarget, string>> = {
  method: 'a method',
  'static method': 'a static method',
  'private method': 'a #private method',
  'not a method': 'something that is not a method',
};
