import type { ValidationError } from 'class-validator';
import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { Class } from '../metadata/class.js';
import type { ClassPackages } from './class-packages.js';
import { copiedMembers, type CopiedMembers } from './copied-members.js';
import { fieldTypes } from './field-types.js';
import { payloadError } from './payload-error.js';
import { quickAcceptance } from './quick-acceptance.js';
import type { PayloadReading } from './validation.js';

/** Validates with class-transformer and class-validator: the payload is an instance of the class. */
export function classValidation(payloadClass: Class, place: string, packages: ClassPackages): PayloadReading {
  const { transformer, validator, transformRules } = packages;
  const storage = validator.getMetadataStorage();
  const rules = storage.getTargetValidationMetadatas(payloadClass, '', false, false);
  if (rules.length === 0) {
    const what = `the payload class ${payloadClass.name} has no class-validator decorators`;
    throw new RedisTriggersError({ code: 'PAYLOAD_TYPE_INVALID', place, what });
  }
  const properties = [...new Set(rules.map(({ propertyName }) => propertyName))];
  const copied = copiedMembers(payloadClass, properties, packages);
  const isAccepted = quickAcceptance(storage);
  const transform = (value: unknown): object => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw payloadError(place, `the payload must be a JSON object, but is ${nameOf(value)}`);
    }
    try {
      return (
        copied?.toInstance(value) ?? transformer.plainToInstance(payloadClass as new () => object, value)
      );
    } catch (cause) {
      // Such as a member of the name of an inherited getter, or the user's own @Transform.
      throw payloadError(place, `the payload cannot be turned into ${payloadClass.name}`, cause);
    }
  };
  const assertNone = (errors: readonly ValidationError[]): void => {
    if (errors.length === 0) return;
    const texts = errors.flatMap((error) => describe(error));
    throw payloadError(place, `the payload is invalid: ${texts.join('; ')}`);
  };
  const isAsync = rules.some(
    ({ constraintCls }) =>
      (constraintCls as unknown) !== undefined &&
      storage.getTargetValidatorConstraints(constraintCls).some((each) => each.async),
  );
  return {
    validate(value) {
      const payload = transform(value);
      if (isAccepted(payload)) return payload;
      return validator.validate(payload).then((errors) => {
        assertNone(errors);
        return payload;
      });
    },
    validateNow(value) {
      if (isAsync) throw payloadError(place, `${payloadClass.name} has a validation that is asynchronous`);
      const payload = transform(value);
      if (!isAccepted(payload)) assertNone(validator.validateSync(payload));
      return payload;
    },
    toPlain: (value) => toPlain(value, payloadClass, transformer, copied),
    types: fieldTypes(payloadClass, storage, transformRules),
  };
}

/** The way back: names and values as they are outside of the class, also of an object that only has its members. */
function toPlain(
  value: unknown,
  payloadClass: Class,
  transformer: ClassPackages['transformer'],
  copied: CopiedMembers | undefined,
): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const plain = copied?.toPlain(value);
  if (plain) return plain;
  if (value instanceof payloadClass) return transformer.instanceToPlain(value);
  const prototype = payloadClass.prototype as object;
  // Not by its constructor, which may want something; nor by assignment, since a member may be a getter there.
  const instance = Object.create(prototype, Object.getOwnPropertyDescriptors(value)) as object;
  return transformer.instanceToPlain(instance);
}

/** The constraints that failed, each under the path of its property; never the value. */
function describe({ property, constraints = {}, children = [] }: ValidationError, path = ''): string[] {
  const here = path === '' ? property : `${path}.${property}`;
  const own = Object.values(constraints).map((text) => (path === '' ? text : `${here}: ${text}`));
  return [...own, ...children.flatMap((child) => describe(child, here))];
}

function nameOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`;
}
