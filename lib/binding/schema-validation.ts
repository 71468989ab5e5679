import type { StandardSchemaV1 } from '@standard-schema/spec';
import { isObject } from '../errors/value-checks.js';
import { isPromiseLike } from '../time/is-promise-like.js';
import { payloadError } from './payload-error.js';
import type { PayloadReading } from './validation.js';

/**
 * Validates with a Standard Schema (zod, valibot, arktype …); the payload is what the schema makes of it.
 *
 * @param isOfFields whether it is given the fields of a stream entry
 */
export function schemaValidation(
  schema: StandardSchemaV1,
  place: string,
  isOfFields: boolean,
): PayloadReading {
  const payloadOf = (result: StandardSchemaV1.Result<unknown>, value: unknown): unknown => {
    const { issues } = result;
    if (issues === undefined) return valueOf(result, place);
    const what = `the payload is invalid: ${issues.map(describeIssue).join('; ')}`;
    const field = isOfFields ? issues.map(fieldOf).find((name) => holdsValueAsText(value, name)) : undefined;
    throw payloadError(place, field === undefined ? what : `${what}${hintFor(field)}`);
  };
  return {
    validate(value) {
      const result = schema['~standard'].validate(value);
      return isPromiseLike(result)
        ? result.then((later) => payloadOf(later, value))
        : payloadOf(result, value);
    },
    validateNow(value) {
      const result = schema['~standard'].validate(value);
      if (!isPromiseLike(result)) return payloadOf(result, value);
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

function describeIssue(issue: StandardSchemaV1.Issue): string {
  const keys = keysOf(issue);
  return keys.length > 0 ? `${keys.join('.')}: ${issue.message}` : issue.message;
}

function keysOf({ path = [] }: StandardSchemaV1.Issue): string[] {
  return path.map((segment) => String(typeof segment === 'object' ? segment.key : segment));
}

function fieldOf(issue: StandardSchemaV1.Issue): string | undefined {
  return keysOf(issue)[0];
}

/** Whether a field has a number, a truth value or JSON in it, which a schema that does not coerce takes for a mere text. */
function holdsValueAsText(fields: unknown, name: string | undefined): boolean {
  const text = name !== undefined && isObject(fields) ? (fields as Record<string, unknown>)[name] : undefined;
  return typeof text === 'string' && /^(?:-?\d+(?:\.\d+)?|true|false|null|[[{].*)$/s.test(text);
}

function hintFor(field: string): string {
  return `; the field "${field}" is a text, as all fields are: let the schema coerce it, such as z.coerce.number(), or send JSON with \`payloadField\``;
}
