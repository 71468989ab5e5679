import 'reflect-metadata';
import type { Class } from '../metadata/class.js';

/** What the text of a field becomes. */
export type FieldKind = 'number' | 'boolean' | 'bigint' | 'text';

/** How a field of a stream entry is read for a payload class. */
export interface FieldType {
  readonly kind: FieldKind;
  /** Whether also a single value becomes an array. */
  readonly isArray: boolean;
  /** Whether class-transformer would make something of whatever text is left: `Number('0x1F')`, `Boolean('no')`. */
  readonly isForced: boolean;
}

/** How each field is read, by its name in the entry. */
export type FieldTypes = (field: string) => FieldType;

/** What class-transformer knows of the decorators of a class; it exports no way to ask. */
export interface TransformRules {
  getExposedMetadatas(target: Class): readonly ExposeRule[];
  getExcludedMetadatas(target: Class): readonly unknown[];
  getStrategy(target: Class): string;
  findTransformMetadatas(target: Class, property: string, way: number): readonly unknown[];
  findTypeMetadata(target: Class, property: string): { typeFunction(help?: unknown): unknown } | undefined;
}

/** What class-validator knows of them. Its own types are no part of ours: a program may do without the package. */
export interface ValidationRules {
  getTargetValidationMetadatas(
    target: Class,
    schema: string,
    always: boolean,
    strictGroups: boolean,
  ): readonly ValidationRule[];
}

interface ValidationRule {
  readonly propertyName: string;
  readonly name?: string | undefined;
  readonly each: boolean;
}

interface ExposeRule {
  readonly propertyName?: string;
  readonly options: { readonly name?: string; readonly toPlainOnly?: boolean };
}

/** What class-validator decorators say about the type of what they are on. */
const kindsOfRules = new Map<string, FieldKind>([
  ...['isInt', 'isNumber', 'isPositive', 'isNegative', 'isDivisibleBy', 'min', 'max'].map(
    (name) => [name, 'number'] as const,
  ),
  ['isBoolean', 'boolean'],
]);

const kindsOfTypes = new Map<unknown, FieldKind>([
  [Number, 'number'],
  [Boolean, 'boolean'],
  [BigInt, 'bigint'],
]);

/**
 * How the fields of an entry are read for a payload class: by the type that the compiler emitted for the property, by
 * `@Type`, or where both are silent by the validation. A property has the name that `@Expose` gives it.
 */
export function fieldTypes(
  payloadClass: Class,
  validation: ValidationRules,
  transform: TransformRules | undefined,
): FieldTypes {
  const rules = validation.getTargetValidationMetadatas(payloadClass, '', false, false);
  const renamed = new Map<string, string>();
  for (const { propertyName, options } of transform?.getExposedMetadatas(payloadClass) ?? []) {
    if (propertyName && options.name && !options.toPlainOnly) renamed.set(options.name, propertyName);
  }
  const typeOf = (property: string): FieldType => {
    const declared: unknown = Reflect.getMetadata('design:type', payloadClass.prototype as object, property);
    const given = givenType(transform, payloadClass, property);
    const isArray = declared === Array;
    const validated = rules
      .filter((rule) => rule.propertyName === property && rule.each === isArray)
      .map(({ name = '' }) => kindsOfRules.get(name))
      .find((kind) => kind !== undefined);
    const silent = isArray || declared === Object ? validated : undefined;
    const kind = kindsOfTypes.get(declared) ?? kindsOfTypes.get(given) ?? silent ?? 'text';
    return { kind, isArray, isForced: kindsOfTypes.has(given) };
  };
  const properties = new Set([...rules.map(({ propertyName }) => propertyName), ...renamed.values()]);
  // Known beforehand: the names in an entry are whatever its producer writes.
  const known = new Map(Array.from(properties, (property) => [property, typeOf(property)] as const));
  return (field) => {
    const property = renamed.get(field) ?? field;
    return known.get(property) ?? typeOf(property);
  };
}

/** What `@Type(() => Number)` says. */
function givenType(transform: TransformRules | undefined, payloadClass: Class, property: string): unknown {
  try {
    return transform?.findTypeMetadata(payloadClass, property)?.typeFunction();
  } catch {
    // One that chooses by the object, which there is not yet: it is none of those that matter here.
    return undefined;
  }
}
