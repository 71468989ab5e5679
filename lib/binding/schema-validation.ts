import type { StandardSchemaV1 } from '@standard-schema/spec';
import { isPromiseLike } from '../time/is-promise-like.js';
import { payloadError } from './payload-error.js';
import type { PayloadReading } from './validation.js';

/** Validates with a Standard Schema (zod, valibot, arktype …); the payload is what the schema makes of it. */
export function schemaValidation(schema: StandardSchemaV1, place: string): PayloadReading {
  const payloadOf = (result: StandardSchemaV1.Result<unknown>): unknown => {
    if (result.issues === undefined) return valueOf(result, place);
    throw payloadError(place, `the payload is invalid: ${result.issues.map(describeIssue).join('; ')}`);
  };
  return {
    validate(value) {
      const result = schema['~standard'].validate(value);
      return isPromiseLike(result) ? result.then(payloadOf) : payloadOf(result);
    },
    validateNow(value) {
      const result = schema['~standard'].validate(value);
      if (!isPromiseLike(result)) return payloadOf(result);
      // Nobody waits for it.
      result.then(undefined, () => undefined);
      throw payloadError(place, 'its schema validates asynchronously');
    },
  };
}

/** What is no result is no success either: the handler would run without a payload. */
function valueOf(result: StandardSchemaV1.SuccessResult<unknown>, place: string): unknown {
  if ('value' in result) return result.value;
  throw new TypeError(`the payload schema of ${place} gave neither a value nor issues`);
}

function describeIssue({ path = [], message }: StandardSchemaV1.Issue): string {
  const keys = path.map((segment) => String(typeof segment === 'object' ? segment.key : segment));
  return keys.length > 0 ? `${keys.join('.')}: ${message}` : message;
}
