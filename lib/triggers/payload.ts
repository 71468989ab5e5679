import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { Class } from '../metadata/class.js';
import { recordParameter } from './record-parameter.js';

/** What decodes and validates a message: a class with class-validator decorators, or any Standard Schema. */
export type PayloadType = Class | StandardSchemaV1;

/**
 * Binds a parameter to the payload: the message decoded from JSON (for a stream entry, from its fields), transformed
 * and validated. `type` is the class or schema. Default: the trigger's `payload` option, else the parameter's own
 * class. With `batch: true` the parameter is an array of payloads.
 */
export function Payload(type?: PayloadType): ParameterDecorator {
  return recordParameter({ from: 'payload', type });
}
