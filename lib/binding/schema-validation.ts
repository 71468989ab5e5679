import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { Validation } from './validation.js';
import { payloadError } from './payload-error.js';

/** Validates with a Standard Schema (zod, valibot, arktype …); the payload is what the schema makes of it. */
export function schemaValidation(schema: StandardSchemaV1, place: string): Validation {
  return async (value) => {
    const result = await schema['~standard'].validate(value);
    if (result.issues === undefined) return result.value;
    throw payloadError(place, `the payload is invalid: ${result.issues.map(describeIssue).join('; ')}`);
  };
}

function describeIssue({ path = [], message }: StandardSchemaV1.Issue): string {
  const keys = path.map((segment) => String(typeof segment === 'object' ? segment.key : segment));
  return keys.length > 0 ? `${keys.join('.')}: ${message}` : message;
}
