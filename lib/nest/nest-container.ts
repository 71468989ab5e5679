import { ContextIdFactory, type ModuleRef } from '@nestjs/core';
import { Scope } from '@nestjs/common';
import type { Container, ContainerScope, InvocationValues, Lifetime } from '../di/container.js';
import { InvocationContext } from '../messages/invocation-context.js';
import type { Token } from '../metadata/parameter-metadata.js';
import type { FoundHandler } from './discover-handlers.js';
import type { Enhancing } from './enhancing.js';
import { RedisTriggersRequest } from './nest-request.js';

type ContextId = ReturnType<typeof ContextIdFactory.create>;

/** Makes Nest's injector fit the port: a context for each attempt that needs one. */
export class NestContainer implements Container {
  private readonly handlers: ReadonlyMap<Token, FoundHandler>;
  private readonly provided = new Map<Token, unknown>();
  /** Whether a token has one instance for the program; of those that were prepared. */
  private readonly isStatic = new Map<Token, boolean>();

  constructor(
    private readonly moduleRef: ModuleRef,
    found: readonly FoundHandler[],
    private readonly enhancing: Enhancing,
  ) {
    this.handlers = new Map(found.map((each) => [each.handlerClass, each]));
  }

  provide(token: Token, value: unknown): void {
    this.provided.set(token, value);
  }

  prepare(token: Token): Lifetime {
    const isStatic = this.looksStatic(token);
    this.isStatic.set(token, isStatic);
    const handler = this.handlers.get(token);
    // What is around a handler is told of the invocation, and so belongs to it.
    return isStatic && !(handler && this.enhancing.isNeeded(handler)) ? 'singleton' : 'scoped';
  }

  mayAskFor(invocationToken: Token): boolean {
    return invocationToken === InvocationContext;
  }

  resolve(token: Token): unknown {
    if (!this.isKnown(token) && this.provided.has(token)) return this.provided.get(token);
    return this.moduleRef.get<unknown>(this.nestToken(token), { strict: false });
  }

  createScope(values: InvocationValues, tokens: readonly Token[]): ContainerScope | Promise<ContainerScope> {
    // A hook runs outside of any invocation, and has no context.
    const context = values.find(([token]) => token === InvocationContext)?.[1] as
      InvocationContext | undefined;
    const later = tokens.filter((token) => this.isStatic.get(token) === false);
    if (later.length === 0) return this.scopeOf(new Map(), context, undefined);
    return this.openContext(later, context);
  }

  private async openContext(
    tokens: readonly Token[],
    context: InvocationContext | undefined,
  ): Promise<ContainerScope> {
    const request = context && new RedisTriggersRequest(context);
    const contextId = ContextIdFactory.getByRequest(request as RedisTriggersRequest);
    this.moduleRef.registerRequestByContextId(this.requestFor(tokens, request, contextId), contextId);
    const instances = new Map<Token, unknown>();
    for (const token of tokens) {
      const made = await this.moduleRef.resolve<unknown>(this.nestToken(token), contextId, { strict: false });
      instances.set(token, made);
    }
    return this.scopeOf(instances, context, contextId);
  }

  /** What is durable outlives the request, and gets what the strategy says in its place: as with requests of Nest's own. */
  private requestFor(
    tokens: readonly Token[],
    request: RedisTriggersRequest | undefined,
    contextId: ContextId,
  ): unknown {
    const isDurable = tokens.some((token) => this.handlers.get(token)?.provided.isDependencyTreeDurable());
    return isDurable && contextId.getParent ? contextId.payload : request;
  }

  private scopeOf(
    instances: ReadonlyMap<Token, unknown>,
    context: InvocationContext | undefined,
    contextId: ContextId | undefined,
  ): ContainerScope {
    return {
      resolve: (token) => {
        const instance = instances.has(token) ? instances.get(token) : this.resolve(token);
        const handler = this.handlers.get(token);
        if (!handler || !context || !this.enhancing.isNeeded(handler)) return instance;
        return this.enhancing.around(
          handler,
          instance as object,
          context,
          instances.has(token) ? contextId : undefined,
        );
      },
      // Nest keeps what it made for a context in weak maps.
      dispose: () => undefined,
    };
  }

  /** Throws where Nest does not know the token. */
  private looksStatic(token: Token): boolean {
    if (!this.isKnown(token) && this.provided.has(token)) return true;
    return this.moduleRef.introspect(this.nestToken(token)).scope === Scope.DEFAULT;
  }

  private isKnown(token: Token): boolean {
    try {
      this.moduleRef.introspect(this.nestToken(token));
      return true;
    } catch {
      return false;
    }
  }

  /** A handler may be provided under another token than its class. */
  private nestToken(token: Token): string {
    // The type is the narrowest that all of ModuleRef's methods take: a class, a string and a symbol are the same to them.
    return (this.handlers.get(token)?.token ?? token) as string;
  }
}
