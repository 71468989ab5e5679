import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { Class } from '../metadata/class.js';

/** What decodes and validates a message: a class with class-validator decorators, or any Standard Schema. */
export type PayloadType = Class | StandardSchemaV1;

/** What a sender takes for a payload type; `Plain` where there is none. */
export type PayloadInput<Type extends PayloadType | undefined, Plain> = Type extends StandardSchemaV1
  ? StandardSchemaV1.InferInput<Type>
  : Type extends Class<infer Instance>
    ? Members<Instance>
    : Plain;

/** What a handler gets for a payload type; `Plain` where there is none. */
export type PayloadOutput<Type extends PayloadType | undefined, Plain> = Type extends StandardSchemaV1
  ? StandardSchemaV1.InferOutput<Type>
  : Type extends Class<infer Instance>
    ? Instance
    : Plain;

/** Without its methods, so that an object literal is one. */
type Members<Instance> = {
  [
    Name in keyof Instance as Instance[Name] extends (...args: never[]) => unknown ? never : Name
  ]: Instance[Name];
};
