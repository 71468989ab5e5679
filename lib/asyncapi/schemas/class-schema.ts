import 'reflect-metadata';
import type { TransformRules } from '../../binding/field-types.js';
import { loadTransformRules } from '../../binding/transform-rules.js';
import { RedisTriggersError } from '../../errors/redis-triggers-error.js';
import type { Class } from '../../metadata/class.js';
import type { JsonSchema } from '../asyncapi-document.js';
import { schemaReference, type ComponentSchemas } from './component-schemas.js';

/**
 * Adds what the class-validator decorators of a class say, as a JSON Schema; gives its name. The classes of its members
 * become schemas of their own.
 *
 * @throws RedisTriggersError PEER_MISSING without class-validator-jsonschema
 */
export async function addClassSchema(
  payloadClass: Class,
  components: ComponentSchemas,
  place: string,
): Promise<string> {
  const { targetConstructorToSchema } = await loadPackage(place);
  const rules = await loadTransformRules();
  const add = (schemaClass: Class): string =>
    components.named(schemaClass, schemaClass.name || 'payload', () => {
      const schema = targetConstructorToSchema(schemaClass, {
        ...(rules && { classTransformerMetadataStorage: rules as never }),
        additionalConverters: {
          // The package refers to classes by their names, which two of them may share.
          nestedValidation: ({ target, propertyName }) => memberSchema(target as Class, propertyName),
          // The package takes every value for a text, and an enum may hold numbers.
          isEnum: ({ constraints }) => ({
            enum: [...new Set(Object.values(constraints[0] as object))] as unknown[],
          }),
        },
      });
      // The package leaves members without a value, which no document can hold.
      return JSON.parse(JSON.stringify(schema)) as JsonSchema;
    });
  const memberSchema = (owner: Class, property: string) => {
    const memberClass = classOfMember(owner, property, rules);
    return memberClass ? { $ref: schemaReference(add(memberClass)) } : {};
  };
  return add(payloadClass);
}

/** By `@Type`, else by the type that the compiler emitted; undefined where neither is a class of the user's. */
function classOfMember(owner: Class, property: string, rules: TransformRules | undefined): Class | undefined {
  const type =
    rules?.findTypeMetadata(owner, property)?.typeFunction() ??
    (Reflect.getMetadata('design:type', owner.prototype as object, property) as unknown);
  const isBuiltIn = type === Object || type === Array || type === Map || type === Set;
  return typeof type === 'function' && !isBuiltIn ? (type as unknown as Class) : undefined;
}

async function loadPackage(place: string): Promise<typeof import('class-validator-jsonschema')> {
  try {
    return await import('class-validator-jsonschema');
  } catch (cause) {
    const what =
      'the schema of a payload class needs the package class-validator-jsonschema, which is not installed';
    const remedy = 'npm install --save-dev class-validator-jsonschema';
    throw new RedisTriggersError({ code: 'PEER_MISSING', place, what, remedy }, { cause });
  }
}
