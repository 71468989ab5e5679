import type { Class } from '../metadata/class.js';
import { constructorParameters, knownParameterCount, type Dependency } from './constructor-parameters.js';
import { isKnownToTsyringe } from './tsyringe-registration.js';

/** What tsyringe resolves to construct a class: nothing, where no decorator of tsyringe is on it. */
export function dependenciesOf(target: Class): readonly Dependency[] {
  return isKnownToTsyringe(target) === false ? [] : constructorParameters(target);
}

/**
 * What is wrong with constructing a class, although all that tsyringe resolves for it is there: tsyringe calls a
 * constructor that it knows no parameters of with none, also one that is inherited and takes some. Undefined: nothing.
 */
export function constructionProblem(target: Class): string | undefined {
  const maker = makerOf(target);
  const passed = isKnownToTsyringe(target) === false ? 0 : knownParameterCount(target);
  if (passed >= maker.length) return undefined;
  if (maker === target) {
    return passed === 0
      ? `${target.name} has constructor parameters and neither @injectable() nor a registration`
      : `the constructor of ${target.name} takes ${maker.length} parameters, but only ${passed} are known at run time`;
  }
  return (
    `${target.name} inherits the constructor of ${maker.name}, whose parameters are not known: ` +
    `put @injectable() on both classes, or write a constructor in ${target.name}`
  );
}

/** The class whose constructor makes the instances of this one: its own, or the nearest that it inherits. */
function makerOf(target: Class): Class {
  const parent = Object.getPrototypeOf(target) as unknown;
  const mayInherit = target.length === 0 && typeof parent === 'function' && parent !== Function.prototype;
  if (!mayInherit || !inheritsConstructor(target)) return target;
  const maker = makerOf(parent as Class);
  // Constructors of Node.js and of old packages count parameters that may be left out.
  return isClassSyntax(maker) ? maker : target;
}

/** By its source: a constructor without parameters leaves no other trace. */
function inheritsConstructor(target: Class): boolean {
  return isClassSyntax(target) && !/\bconstructor['"]?\s*\(/.test(Function.prototype.toString.call(target));
}

function isClassSyntax(target: Class): boolean {
  return Function.prototype.toString.call(target).startsWith('class');
}
