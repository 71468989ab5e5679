import { addDecorationMetadata, type Decoration } from '../metadata/decoration-metadata.js';
import { decoratedMember, isContext, ownerIn } from './decorated-member.js';
import type { AnyMethodDecorator } from './method-decorator.js';

/** The decorator of a class or a method that records this. */
export function recordDecoration(decoration: Decoration): AnyMethodDecorator {
  return (first, second, descriptor) => {
    const classOwner = ownerOfClass(first, second);
    if (classOwner) {
      addDecorationMetadata(classOwner, { ...decoration, target: 'class' });
      return;
    }
    const { owner, method, target } = decoratedMember(first, second, descriptor);
    addDecorationMetadata(owner, { ...decoration, method, target });
  };
}

/** Undefined where it is a member that is decorated. */
function ownerOfClass(first: unknown, second: unknown): object | undefined {
  if (isContext(second)) return second.kind === 'class' ? ownerIn(second) : undefined;
  return typeof first === 'function' && second === undefined ? first : undefined;
}
