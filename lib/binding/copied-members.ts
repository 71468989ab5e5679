import type { Class } from '../metadata/class.js';
import type { ClassPackages } from './class-packages.js';

/** What class-transformer does to objects of a class that it only copies. Undefined: it has to do it itself. */
export interface CopiedMembers {
  toInstance(value: object): object | undefined;
  toPlain(value: object): object | undefined;
}

type Members = Record<string, unknown>;

/**
 * Most payload classes have no decorator of class-transformer. All that it then does to an object whose members are texts,
 * numbers and the like is to copy them; that is done here at a tenth of its cost. Whatever else there is, be it a decorator, a
 * member that is an object, or one that the class does not know, is left to class-transformer.
 *
 * @param properties those that the class is known to have
 * @returns undefined where it cannot be known which decorators there are
 */
export function copiedMembers(
  payloadClass: Class,
  properties: readonly string[],
  { transformer, transformRules: rules }: Pick<ClassPackages, 'transformer' | 'transformRules'>,
): CopiedMembers | undefined {
  if (!rules || !seesDecoratorsOf(transformer, rules)) return undefined;
  const hasOwnKeys =
    rules.getStrategy(payloadClass) !== 'none' ||
    rules.getExposedMetadatas(payloadClass).length > 0 ||
    rules.getExcludedMetadatas(payloadClass).length > 0;
  if (hasOwnKeys) return undefined;
  const prototype = payloadClass.prototype as object;
  const isCopied = (name: string): boolean =>
    !(name in prototype) &&
    name !== '__proto__' &&
    !rules.findTypeMetadata(payloadClass, name) &&
    [toClass, toPlain].every((way) => rules.findTransformMetadatas(payloadClass, name, way).length === 0);
  const copied = new Set(properties.filter(isCopied));
  return {
    toInstance(value) {
      return copy(value, copied, () => new (payloadClass as new () => object)());
    },
    toPlain(value) {
      const own = Object.getPrototypeOf(value) as unknown;
      const isKnown = own === prototype || own === Object.prototype;
      return isKnown ? copy(value, copied, () => ({})) : undefined;
    },
  };
}

/** As class-transformer counts its ways. */
const [toClass, toPlain] = [0, 1];

function copy(value: object, copied: ReadonlySet<string>, make: () => object): object | undefined {
  const names = Object.keys(value);
  for (const name of names) if (!copied.has(name) || !isPlain((value as Members)[name])) return undefined;
  const made = make() as Members;
  for (const name of names) {
    // A function that the constructor has put there is never written over.
    if (typeof made[name] === 'function') return undefined;
    made[name] = (value as Members)[name];
  }
  return made;
}

function isPlain(value: unknown): boolean {
  return value === null || (typeof value !== 'object' && typeof value !== 'function');
}

/** Whether these are the rules of this class-transformer, and not of another copy of it. */
function seesDecoratorsOf(
  { Expose }: ClassPackages['transformer'],
  rules: NonNullable<ClassPackages['transformRules']>,
): boolean {
  class Probe {}
  Expose()(Probe.prototype, 'member');
  return rules.getExposedMetadatas(Probe).length === 1;
}
