import { ExternalContextCreator, type ModulesContainer } from '@nestjs/core';
import type { FunctionDescriptor } from '../functions/function-descriptor.js';
import { prototypesOf } from '../functions/prototypes-of.js';
import type { InvocationContext } from '../messages/invocation-context.js';
import { verdictOf } from '../messages/verdict.js';
import type { Class, MethodName } from '../metadata/class.js';
import { ownTriggerMetadata } from '../metadata/trigger-metadata.js';
import type { FoundHandler } from './discover-handlers.js';
import {
  argumentReader,
  describeArguments,
  FailedCall,
  type EnhancedArguments,
} from './enhanced-arguments.js';
import type { Enhancers } from './nest-options.js';

/** What guards, interceptors, pipes and filters see as the type of their context. */
export const contextType = 'redis-triggers';

/** Where Nest keeps what `@UseGuards()` and its like say, of a class and of a method. */
const guards = '__guards__';
const interceptors = '__interceptors__';
const pipes = '__pipes__';
const filters = '__exceptionFilters__';

type ContextId = NonNullable<Parameters<ExternalContextCreator['create']>[5]>;

/** A method with what is around it, called with what guards see of it. */
type EnhancedMethod = (...args: EnhancedArguments) => Promise<unknown>;

/** A method of one handler object, with what is around it. */
interface Enhanced {
  readonly call: EnhancedMethod;
  /** Lets the filters look at what was thrown; undefined where there are none. */
  readonly recover: EnhancedMethod | undefined;
}

/** Puts guards, interceptors, pipes and filters around the methods of handlers, as Nest does around other entry points. */
export class Enhancing {
  private readonly needed = new Map<FoundHandler, boolean>();
  private readonly ofInstances = new WeakMap<object, Map<MethodName, Enhanced>>();
  private readonly creator: ExternalContextCreator;
  /** The ids of functions that take several messages at once. */
  private batches: ReadonlySet<string> = new Set();

  constructor(
    private readonly mode: Enhancers,
    all: ExternalContextCreator,
    modules: ModulesContainer,
  ) {
    this.creator = mode === 'all' ? all : withoutGlobals(modules);
  }

  /** Prepares for these functions; before the first invocation. */
  describe(functions: readonly FunctionDescriptor[]): void {
    this.batches = new Set(functions.filter(({ batch }) => batch).map(({ id }) => id));
    argumentReader.describe(functions);
  }

  /** Whether there may be anything around a method of the handler. */
  isNeeded(handler: FoundHandler): boolean {
    const known = this.needed.get(handler) ?? this.looksNeeded(handler.handlerClass);
    this.needed.set(handler, known);
    return known;
  }

  /**
   * The handler with everything around its functions, for one invocation.
   *
   * @param contextId of the instance; undefined: it is the only one
   */
  around(
    handler: FoundHandler,
    instance: object,
    context: InvocationContext,
    contextId: ContextId | undefined,
  ): object {
    const methods = functionsOf(handler.handlerClass);
    return new Proxy(instance, {
      get: (target, name) => {
        const member = Reflect.get(target, name, target) as unknown;
        if (typeof member !== 'function' || name === 'constructor') return member;
        if (!methods.has(name)) return member.bind(target) as unknown;
        return (...given: unknown[]) =>
          this.run(this.enhancedOf(handler, target, name, member, contextId), context, given);
      },
    });
  }

  private async run(
    { call, recover }: Enhanced,
    context: InvocationContext,
    given: unknown[],
  ): Promise<unknown> {
    const args = describeArguments(context, given, this.batches.has(context.functionId));
    try {
      return await call(...args);
    } catch (error) {
      // A verdict is no failure, and not for filters.
      if (!recover || verdictOf(error)) throw error;
      const [message, payload] = args;
      const answer = await recover(message, payload, context, new FailedCall(error));
      // A filter that only looks has said nothing, and the message has failed all the same.
      if (answer === undefined) throw error;
      return answer;
    }
  }

  /** Remembered only where there is no context: a durable instance outlives its context, and what is around it must not. */
  private enhancedOf(
    handler: FoundHandler,
    instance: object,
    name: MethodName,
    method: unknown,
    contextId: ContextId | undefined,
  ): Enhanced {
    if (contextId) return this.enhance(handler, instance, name, method, contextId);
    const methods = this.ofInstances.get(instance) ?? new Map<MethodName, Enhanced>();
    this.ofInstances.set(instance, methods);
    const known = methods.get(name) ?? this.enhance(handler, instance, name, method, undefined);
    methods.set(name, known);
    return known;
  }

  private enhance(
    handler: FoundHandler,
    instance: object,
    name: MethodName,
    method: unknown,
    contextId: ContextId | undefined,
  ): Enhanced {
    const make = (options: Parameters<ExternalContextCreator['create']>[7]): EnhancedMethod =>
      this.creator.create(
        instance,
        method as never,
        name as string,
        argumentReader.metadataKey,
        argumentReader,
        contextId,
        contextId && handler.provided.id,
        options,
        contextType,
      ) as EnhancedMethod;
    const hasFilters = this.mode === 'all' || has(handler.handlerClass, name, filters);
    return {
      call: make({ guards: true, interceptors: true, filters: false }),
      recover: hasFilters ? make({ guards: false, interceptors: false, filters: true }) : undefined,
    };
  }

  private looksNeeded(handlerClass: Class): boolean {
    if (this.mode !== 'declared') return this.mode === 'all';
    const kinds = [guards, interceptors, pipes, filters];
    return [...functionsOf(handlerClass)].some((name) => kinds.some((kind) => has(handlerClass, name, kind)));
  }
}

/** A creator that knows of no application, and so of nothing global. */
function withoutGlobals(modules: ModulesContainer): ExternalContextCreator {
  const container = { applicationConfig: undefined, getModules: () => modules };
  return ExternalContextCreator.fromContainer(container as never);
}

function functionsOf(handlerClass: Class): ReadonlySet<MethodName> {
  const prototypes = prototypesOf(handlerClass.prototype as object);
  return new Set(prototypes.flatMap((each) => ownTriggerMetadata(each).map(({ method }) => method)));
}

function has(handlerClass: Class, name: MethodName, kind: string): boolean {
  const method = (handlerClass.prototype as Record<MethodName, unknown>)[name];
  return [handlerClass, method].some((each) => typeof each === 'function' && Reflect.hasMetadata(kind, each));
}
