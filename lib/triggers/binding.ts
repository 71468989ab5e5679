import type { ParameterSource } from '../metadata/parameter-metadata.js';

/** `Symbol.for`, so that two copies of this package in one program know each other's bindings. */
export const bindingSource: unique symbol = Symbol.for('redis-triggers:binding-source');

/**
 * Says where a parameter gets its value: what `Message()`, `Payload()`, `Context()`, `Inject()` and `RedisInput()` return,
 * for the option `args`. `Given` is what the parameter gets; `never` where the trigger says it.
 */
export interface Binding<From extends ParameterSource['from'] = ParameterSource['from'], Given = unknown> {
  /** What the runtime reads. */
  readonly [bindingSource]: ParameterSource;
  /** Only a type. There is no such member. */
  readonly [given]?: () => readonly [From, Given];
}

/** The option `args`. */
export type Bindings = readonly Binding[];

declare const given: unique symbol;

/** Where a binding gets the value of a parameter; undefined where it is no binding. */
export function sourceOfBinding(binding: unknown): ParameterSource | undefined {
  const isBinding = typeof binding === 'function' && bindingSource in binding;
  return isBinding ? (binding as unknown as Binding)[bindingSource] : undefined;
}

/** The sources of what a trigger has as `args`, where they are good. */
export function sourcesIn(options: unknown): readonly ParameterSource[] {
  const written = (options ?? {}) as { readonly args?: unknown; readonly Args?: unknown };
  const args = written.args ?? written.Args;
  return Array.isArray(args) ? args.flatMap((binding) => sourceOfBinding(binding) ?? []) : [];
}
