import type { StandardSchemaV1 } from '@standard-schema/spec';

/** Whether a value is a Standard Schema: some libraries make theirs objects, some functions. */
export function isStandardSchema(value: unknown): value is StandardSchemaV1 {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false;
  const standard = (value as { '~standard'?: { validate?: unknown } | null })['~standard'];
  return typeof standard === 'object' && typeof standard?.validate === 'function';
}
