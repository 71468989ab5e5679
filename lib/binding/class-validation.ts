import type { ValidationError } from 'class-validator';
import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { Class } from '../metadata/class.js';
import { fieldTypes } from './field-types.js';
import { payloadError } from './payload-error.js';
import { loadTransformRules } from './transform-rules.js';
import type { PayloadReading, Validation } from './validation.js';

/**
 * Validates with class-transformer and class-validator: the payload is an instance of the class. Both
 * packages are loaded here and not before, for they take a quarter of a second.
 */
export async function classValidation(payloadClass: Class, place: string): Promise<PayloadReading> {
  const { plainToInstance, validate, getMetadataStorage } = await loadPackages(place);
  const storage = getMetadataStorage();
  const rules = storage.getTargetValidationMetadatas(payloadClass, '', false, false);
  if (rules.length === 0) {
    const what = `the payload class ${payloadClass.name} has no class-validator decorators`;
    throw new RedisTriggersError({ code: 'PAYLOAD_TYPE_INVALID', place, what });
  }
  const transform = (value: object): object => {
    try {
      return plainToInstance(payloadClass as new () => object, value);
    } catch (cause) {
      // Such as a member of the name of an inherited getter, or the user's own @Transform.
      throw payloadError(place, `the payload cannot be turned into ${payloadClass.name}`, cause);
    }
  };
  const types = fieldTypes(payloadClass, storage, await loadTransformRules());
  const check: Validation = async (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw payloadError(place, `the payload must be a JSON object, but is ${nameOf(value)}`);
    }
    const payload = transform(value);
    const errors = await validate(payload);
    if (errors.length === 0) return payload;
    throw payloadError(
      place,
      `the payload is invalid: ${errors.flatMap((error) => describe(error)).join('; ')}`,
    );
  };
  return { validate: check, types };
}

async function loadPackages(place: string) {
  try {
    // one by one, as bundlers only let a missing package pass where `await import()` stands in a `try`
    const { plainToInstance } = await import('class-transformer');
    const { validate, getMetadataStorage } = await import('class-validator');
    return { plainToInstance, validate, getMetadataStorage };
  } catch (cause) {
    const what = 'the payload is a class, but class-validator or class-transformer is not installed';
    throw new RedisTriggersError({ code: 'PEER_MISSING', place, what }, { cause });
  }
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
