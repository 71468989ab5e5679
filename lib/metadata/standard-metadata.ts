/*
 * A standard decorator leaves what it records in `context.metadata`, which the compiler then gives the class as
 * `Class[Symbol.metadata]`. No engine has this symbol yet, and tsc gives no metadata where it is missing when a class is
 * defined: so it is made here, in the words of the proposal.
 */
const symbols = Symbol as { metadata?: symbol };
const shared = Symbol.for('Symbol.metadata');
symbols.metadata ??= shared;

/** With whom a standard decorator leaves a record: its class has one bag for itself and for its prototype. */
export class StandardOwner {
  constructor(
    readonly bag: object,
    readonly of: 'class' | 'prototype',
  ) {}
}

/**
 * The bag of a class, or of the class of a prototype: its own only. Some compilers let the bag of a subclass inherit from
 * its parent's, some do not.
 */
export function standardOwners(owner: object): readonly StandardOwner[] {
  const isClass = typeof owner === 'function';
  const target = isClass ? owner : classOf(owner);
  if (!target) return [];
  // A polyfill that came later may have brought another symbol.
  const known = new Set([symbols.metadata ?? shared, shared]);
  const bags = [...known].flatMap((symbol) => ownValue(target, symbol) ?? []) as object[];
  return bags.map((bag) => new StandardOwner(bag, isClass ? 'class' : 'prototype'));
}

function classOf(prototype: object): object | undefined {
  const made = ownValue(prototype, 'constructor');
  return typeof made === 'function' ? made : undefined;
}

/** Without what is inherited. */
export function ownValue(object: object, name: string | symbol): unknown {
  return Object.hasOwn(object, name) ? (object as Record<string | symbol, unknown>)[name] : undefined;
}
