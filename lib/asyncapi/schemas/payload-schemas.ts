import type { FunctionDescriptor } from '../../functions/function-descriptor.js';
import { isStandardSchema } from '../../functions/options/payload-type.js';
import type { JsonSchema } from '../asyncapi-document.js';
import { addClassSchema } from './class-schema.js';
import { ComponentSchemas } from './component-schemas.js';
import { addStandardSchema } from './standard-schema.js';

/** The schemas of payloads, as they are collected function by function. */
export interface PayloadSchemas {
  /** The name of the schema of a function's payload, or undefined where there is none; `wanted` if it has no name. */
  of(descriptor: FunctionDescriptor, wanted: string): Promise<string | undefined>;
  all(): Readonly<Record<string, JsonSchema>>;
  /** Why schemas are missing. */
  readonly notes: readonly string[];
}

export function payloadSchemas(): PayloadSchemas {
  const components = new ComponentSchemas();
  const notes: string[] = [];
  return {
    notes,
    all: () => components.all(),
    async of({ id, place, payload }, wanted) {
      if (payload === undefined) return undefined;
      if (!isStandardSchema(payload)) return addClassSchema(payload, components, place);
      const added = addStandardSchema(payload, `${wanted}.payload`, components);
      if ('missing' in added)
        notes.push(`${id}: its payload stands in the document without a schema, because ${added.missing}.`);
      return 'missing' in added ? undefined : added.name;
    },
  };
}
