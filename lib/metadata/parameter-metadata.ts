import 'reflect-metadata';
import { ownClassOf } from '../messages/own-class.js';
import type { Class, MethodName } from './class.js';
import { metadataKeys } from './metadata-keys.js';
import { hasTrigger } from './trigger-metadata.js';

/** Identifies something in a DI container. */
export type Token = Class | string | symbol;

/** Whether a value can be a token at all. */
export function isToken(value: unknown): value is Token {
  return typeof value === 'function' || typeof value === 'string' || typeof value === 'symbol';
}

/** What a parameter decorator recorded. */
export type ParameterSource =
  /** `@Message(form)`: the message, in the form of a class; undefined: `RedisMessageModel`. */
  | { readonly from: 'message'; readonly form?: unknown }
  /** `@Payload(type)`: the decoded payload; undefined: the trigger's `payload`, else the reflected type. */
  | { readonly from: 'payload'; readonly type?: unknown }
  /** `@Context()`: the `InvocationContext`. */
  | { readonly from: 'context' }
  /** `@Inject(token)`: what the container has under the token. */
  | { readonly from: 'container'; readonly token: Token }
  /** `@RedisInput(options)`: what a command reads for the message; checked like the options of a trigger. */
  | { readonly from: 'input'; readonly options: unknown }
  /** Sends commands on a connection: for what add-ons bind to Redis in ways of their own. */
  | { readonly from: 'redis'; readonly connection: string };

/** The recorded parameters of one method, by index. */
export type ParameterMetadata = Readonly<Record<number, ParameterSource>>;

/** Records where a parameter comes from, in the class's own metadata. */
export function addParameterMetadata(
  prototype: object,
  method: MethodName,
  index: number,
  source: ParameterSource,
): void {
  const own = ownParameterMetadata(prototype, method);
  Reflect.defineMetadata(metadataKeys.parameters, { ...own, [index]: source }, prototype, method);
}

/**
 * What parameter decorators recorded for a method, on the class or on the nearest parent that has any. A
 * method that was decorated anew with a trigger says all of it anew: what its parents' parameters were
 * does not fit its own.
 */
export function parameterMetadata(prototype: object, method: MethodName): ParameterMetadata {
  const own = ownParameterMetadata(prototype, method);
  if (own) return own;
  const parent = Object.getPrototypeOf(prototype) as object | null;
  return hasTrigger(prototype, method) || !parent ? {} : parameterMetadata(parent, method);
}

function ownParameterMetadata(prototype: object, method: MethodName): ParameterMetadata | undefined {
  return Reflect.getOwnMetadata(metadataKeys.parameters, prototype, method) as ParameterMetadata | undefined;
}

/**
 * The parameter types that the compiler emitted for a method, or undefined where it emitted none: tsc and swc do with
 * `emitDecoratorMetadata`, esbuild and tsx never do, and nobody does for a standard decorator. Those of a parent count only
 * as long as no class below has a trigger of its own on the method.
 */
export function reflectedParameterTypes(
  prototype: object,
  method: MethodName,
): readonly unknown[] | undefined {
  const own = Reflect.getOwnMetadata('design:paramtypes', prototype, method) as
    readonly unknown[] | undefined;
  if (own || hasTrigger(prototype, method)) return own?.map(ownClassOf);
  const parent = Object.getPrototypeOf(prototype) as object | null;
  return parent ? reflectedParameterTypes(parent, method) : undefined;
}
