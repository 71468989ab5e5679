import type { Class } from '../metadata/class.js';
import { isPromiseLike } from '../time/is-promise-like.js';
import type { ClassPackages } from './class-packages.js';

type Storage = ReturnType<ClassPackages['validator']['getMetadataStorage']>;
type Rule = ReturnType<Storage['getTargetValidationMetadatas']>[number];

/** Whether an object is surely valid. False says nothing: class-validator has to be asked, which also knows what is wrong. */
export type QuickAcceptance = (payload: object) => boolean;

/** The rules of one property. */
interface PropertyRules {
  readonly name: string;
  readonly conditions: readonly Rule[];
  readonly checks: readonly Rule[];
  readonly isNested: boolean;
}

/**
 * Class-validator looks up the rules of a class, groups them and makes an error for each property, for every object anew. To
 * accept an object takes none of that: its own validators are asked, by rules that are looked up once for each class. What this
 * does not know, such as an asynchronous validator, is never accepted here.
 */
export function quickAcceptance(storage: Storage): QuickAcceptance {
  const known = new Map<unknown, readonly PropertyRules[] | undefined>();
  const rulesOf = (payloadClass: Class): readonly PropertyRules[] | undefined => {
    if (!known.has(payloadClass)) known.set(payloadClass, propertyRules(payloadClass, storage));
    return known.get(payloadClass);
  };
  const giveUp = (payload: object): void => void known.set(payload.constructor, undefined);
  const accepts = (object: object): boolean => {
    const rules = typeof object.constructor === 'function' ? rulesOf(object.constructor as Class) : undefined;
    return rules?.every((each) => acceptsProperty(each, object)) ?? false;
  };
  const acceptsProperty = (rules: PropertyRules, object: object): boolean => {
    const value = (object as Record<string, unknown>)[rules.name];
    const isConditionMet = rules.conditions.map(({ constraints }) =>
      (constraints as readonly ((object: object, value: unknown) => boolean)[])[0]?.(object, value),
    );
    if (!isConditionMet.every(Boolean)) return true;
    if (!rules.checks.every((rule) => passes(rule, object, value, storage, giveUp))) return false;
    return !rules.isNested || acceptsNested(value);
  };
  const acceptsNested = (value: unknown): boolean => {
    if (value === undefined) return true;
    if (Array.isArray(value)) return value.every(acceptsNested);
    if (value instanceof Set || value instanceof Map) return false;
    return value instanceof Object && accepts(value);
  };
  return accepts;
}

/** Undefined where there is none, or one that is not known here. */
function propertyRules(payloadClass: Class, storage: Storage): readonly PropertyRules[] | undefined {
  const rules = storage.getTargetValidationMetadatas(payloadClass, '', false, false);
  const isKnown = ({ type, constraintCls }: Rule): boolean =>
    ['conditionalValidation', 'nestedValidation', 'whitelistValidation'].includes(type) ||
    (type === 'customValidation' &&
      storage.getTargetValidatorConstraints(constraintCls).every((each) => !each.async));
  if (rules.length === 0 || !rules.every(isKnown)) return undefined;
  return [...new Set(rules.map(({ propertyName }) => propertyName))].map((name) => {
    const own = rules.filter((rule) => rule.propertyName === name);
    const ofType = (type: string): Rule[] => own.filter((rule) => rule.type === type);
    return {
      name,
      conditions: ofType('conditionalValidation'),
      checks: ofType('customValidation'),
      isNested: ofType('nestedValidation').length > 0,
    };
  });
}

function passes(
  rule: Rule,
  object: object,
  value: unknown,
  storage: Storage,
  giveUp: (object: object) => void,
): boolean {
  if (rule.validateIf && !rule.validateIf(object, value)) return true;
  if (rule.each && (value instanceof Set || value instanceof Map)) return false;
  const values: readonly unknown[] = rule.each && Array.isArray(value) ? value : [value];
  const { propertyName: property, constraints } = rule;
  const targetName = object.constructor.name;
  return storage.getTargetValidatorConstraints(rule.constraintCls).every((constraint) => {
    const { instance } = constraint;
    const given = { targetName, property, object, value, constraints: constraints as unknown[] };
    return values.every((each) => {
      const result = instance.validate(each, given);
      if (!isPromiseLike(result)) return result;
      // It is asked again, by who waits for it; and from now on only so.
      result.then(undefined, () => undefined);
      giveUp(object);
      return false;
    });
  });
}
