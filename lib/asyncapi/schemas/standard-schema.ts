import type { StandardJSONSchemaV1, StandardSchemaV1 } from '@standard-schema/spec';
import { describeError } from '../../errors/describe-error.js';
import type { JsonSchema } from '../asyncapi-document.js';
import { schemaReference, type ComponentSchemas } from './component-schemas.js';

/** The name of a schema, or why there is none. */
export type AddedSchema = { readonly name: string } | { readonly missing: string };

/**
 * Adds what a Standard Schema takes, which is what stands in a message, as a JSON Schema. The definitions inside of it
 * become schemas of the document, because a reference in a document is read from its top.
 */
export function addStandardSchema(
  schema: StandardSchemaV1,
  wanted: string,
  components: ComponentSchemas,
): AddedSchema {
  const { vendor, jsonSchema } = schema['~standard'] as StandardSchemaV1.Props &
    Partial<StandardJSONSchemaV1.Props>;
  if (jsonSchema === undefined) return { missing: `${vendor} gives no Standard JSON Schema` };
  let json: JsonSchema;
  try {
    json = jsonSchema.input({ target: 'draft-07' });
  } catch (error) {
    return { missing: `${vendor} cannot write it as JSON Schema: ${describeError(error).message}` };
  }
  return { name: lift(schema, json, wanted, components) };
}

/** Adds a schema with its definitions; gives its name. */
function lift(owner: unknown, json: JsonSchema, wanted: string, components: ComponentSchemas): string {
  const { $schema: _version, definitions, $defs, ...own } = json;
  const parts = { ...(definitions as Parts | undefined), ...($defs as Parts | undefined) };
  // A schema that is one of its own definitions is named after it.
  const alias = Object.keys(own).join() === '$ref' ? partNamed(String(own.$ref)) : undefined;
  const nameOfPart = (part: string): string => {
    const content = parts[part] ?? {};
    const partOwner = part === alias ? owner : `${part} ${JSON.stringify(content)}`;
    return components.named(partOwner, part, () => withReferences(content, referenceFor) as JsonSchema);
  };
  const referenceFor = (reference: string): string => {
    const part = partNamed(reference);
    if (part === undefined || !(part in parts)) return schemaReference(nameOfRoot()) + reference.slice(1);
    return (
      schemaReference(nameOfPart(part)) +
      reference
        .split('/')
        .slice(3)
        .map((each) => `/${each}`)
        .join('')
    );
  };
  const nameOfRoot = (): string =>
    alias === undefined
      ? components.named(owner, titleOf(own) ?? wanted, () => withReferences(own, referenceFor) as JsonSchema)
      : nameOfPart(alias);
  return nameOfRoot();
}

type Parts = Readonly<Record<string, JsonSchema>>;

function titleOf({ title }: JsonSchema): string | undefined {
  return typeof title === 'string' && title !== '' ? title : undefined;
}

/** The definition that a reference leads to, or into. */
function partNamed(reference: string): string | undefined {
  const [, part] = /^#\/(?:definitions|\$defs)\/([^/]+)/.exec(reference) ?? [];
  return part === undefined
    ? undefined
    : decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
}

/** These hold values, in which a member `$ref` means nothing. */
const values: ReadonlySet<string> = new Set(['const', 'enum', 'default', 'examples']);

function withReferences(value: unknown, referenceFor: (reference: string) => string): unknown {
  if (Array.isArray(value)) return value.map((each) => withReferences(each, referenceFor));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]: [string, unknown]) => {
      if (name === '$ref' && typeof member === 'string' && member.startsWith('#'))
        return [name, referenceFor(member)];
      return [name, values.has(name) ? member : withReferences(member, referenceFor)];
    }),
  );
}
