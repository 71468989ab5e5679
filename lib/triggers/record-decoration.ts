import type { MethodName } from '../metadata/class.js';
import { addDecorationMetadata, type Decoration } from '../metadata/decoration-metadata.js';
import { assertLegacyDecorator } from './assert-legacy-decorator.js';
import { targetOf } from './target-of.js';

/** The decorator of a class or a method that records this. */
export function recordDecoration(decoration: Decoration): ClassDecorator & MethodDecorator {
  return (owner: object, method?: MethodName, descriptor?: PropertyDescriptor): void => {
    if (typeof owner === 'function' && method === undefined) {
      addDecorationMetadata(owner, { ...decoration, target: 'class' });
      return;
    }
    assertLegacyDecorator(owner, method);
    addDecorationMetadata(owner, { ...decoration, method, target: targetOf(owner, descriptor) });
  };
}
