import type { Problem } from '../errors/problem.js';
import type { Class } from '../metadata/class.js';
import { ownDecorationMetadata, type DecorationMetadata } from '../metadata/decoration-metadata.js';
import { hasTrigger } from '../metadata/trigger-metadata.js';
import { nameOf } from './class-name.js';
import { prototypesOf } from './prototypes-of.js';
import { targetWords } from './target-words.js';

/** Reports the decorators that can have no effect: on a method without a trigger, or on no method at all. */
export function reportMisplaced(handlerClass: Class, problems: Problem[]): void {
  const prototypes = prototypesOf(handlerClass.prototype as object);
  const onMembers = prototypes.flatMap((prototype, index) => {
    // The trigger may stand on a parent's method: this one overrides it. It may not stand on a subclass's.
    const upToHere = prototypes.slice(0, index + 1);
    return ownDecorationMetadata(prototype).filter(
      ({ method = '', target }) => target !== 'method' || !upToHere.some((each) => hasTrigger(each, method)),
    );
  });
  const onClasses = prototypesOf(handlerClass).flatMap(ownDecorationMetadata);
  const onStatics = onClasses.filter(({ target }) => target !== 'class');
  for (const { decorator, method = '', target } of [...onStatics, ...onMembers]) {
    const what = `the decorator @${decorator} is on ${places[target]}`;
    const place = `${nameOf(handlerClass)}.${String(method)}`;
    const remedy = 'Put it on an instance method with a trigger, or on the class.';
    problems.push({ code: 'HANDLER_INVALID', place, what, remedy });
  }
}

const places: Readonly<Record<DecorationMetadata['target'], string>> = {
  ...targetWords,
  class: 'a class',
  method: 'a method without a trigger',
};
