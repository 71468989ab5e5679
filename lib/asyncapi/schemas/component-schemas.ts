import { UniqueNames } from '../../functions/unique-names.js';
import { referenceTo, type JsonSchema } from '../asyncapi-document.js';

/** The schemas of a document by name. */
export class ComponentSchemas {
  private readonly schemas = new Map<string, JsonSchema>();
  private readonly names = new UniqueNames('_');
  private readonly byOwner = new Map<unknown, string>();

  /**
   * The name of the schema that belongs to `owner`. The first time `make` makes it, which may ask for this name again: a
   * type may hold itself.
   */
  named(owner: unknown, wanted: string, make: () => JsonSchema): string {
    const known = this.byOwner.get(owner);
    if (known !== undefined) return known;
    const name = this.names.take(wanted.replaceAll(/[^\w.-]+/g, '_'));
    this.byOwner.set(owner, name);
    this.schemas.set(name, make());
    return name;
  }

  all(): Readonly<Record<string, JsonSchema>> {
    return Object.fromEntries(this.schemas);
  }
}

/** What stands in other schemas for the schema of this name. */
export function schemaReference(name: string): string {
  return referenceTo('components', 'schemas', name).$ref;
}
