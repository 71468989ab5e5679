type AnyClass = abstract new (...args: never[]) => unknown;

/** Under which a class of this package says which it is. `Symbol.for`, so that another copy of the package can ask. */
const brand = Symbol.for('redis-triggers:class');

const own = new Map<unknown, AnyClass>();

/** Marks a class that handlers name as a type or a token. Called by the class itself, for it alone: subclasses are others. */
export function markOwnClass(marked: AnyClass, name: string): void {
  Object.defineProperty(marked, brand, { value: name });
  own.set(name, marked);
}

/**
 * The class of this copy of the package for one of another copy, which a program may have as well; anything else as it
 * is. A handler that was declared with the other copy asks for what only this one can give.
 */
export function ownClassOf<Value>(value: Value): Value {
  if (typeof value !== 'function' || !Object.hasOwn(value, brand)) return value;
  const name = (value as { readonly [brand]?: unknown })[brand];
  return (own.get(name) as Value | undefined) ?? value;
}
