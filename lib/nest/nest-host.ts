import type { ExternalContextCreator, ModuleRef, ModulesContainer, DiscoveryService } from '@nestjs/core';
import type { OnApplicationBootstrap, OnApplicationShutdown, OnModuleDestroy } from '@nestjs/common';
import { RedisTriggersError } from '../errors/redis-triggers-error.js';
import type { Logger } from '../logging/logger.js';
import { joinFleet } from '../fleet/join-fleet.js';
import type { Runtime } from '../runtime/runtime.js';
import type { Sender } from '../sending/sender.js';
import { buildRuntime } from '../runtime/build/build-runtime.js';
import { checkNestOptions } from './check-nest-options.js';
import { handlersOf, providedIn, type Registration } from './choose-handlers.js';
import { discoverHandlers, undiscovered } from './discover-handlers.js';
import { EmbeddedOfApplication } from './embedded-of-application.js';
import { Enhancing } from './enhancing.js';
import type { BackendOfRegistration, NestBackend } from './nest-backend.js';
import { NestContainer } from './nest-container.js';
import { nestLogger } from './nest-logger.js';
import type { RedisTriggersModuleOptions } from './nest-options.js';
import { nestSender } from './nest-sender.js';
import { nestToken } from './nest-tokens.js';

/** What Nest gives to a registration. */
export interface NestParts {
  readonly registration: Registration;
  readonly discovery: DiscoveryService;
  readonly moduleRef: ModuleRef;
  readonly modules: ModulesContainer;
  readonly external: ExternalContextCreator;
  readonly backend: NestBackend;
}

/** The runtime and the sender of a registration, which live and end with the application. */
export class NestHost implements OnApplicationBootstrap, OnModuleDestroy, OnApplicationShutdown {
  private ended?: Promise<void>;
  /** Whether Nest ends the application. */
  private isEnding = false;
  private tellWhy: (signal: string | undefined) => void = () => undefined;
  /** Resolves in the last step of that: with the signal, or undefined where the application is closed without one. */
  private readonly why = new Promise<string | undefined>((resolve) => (this.tellWhy = resolve));

  private constructor(
    private readonly options: RedisTriggersModuleOptions,
    private readonly parts: NestParts,
    private readonly backend: BackendOfRegistration,
    readonly runtime: Runtime,
    readonly sender: Sender,
  ) {}

  /** Checks everything; connects to nothing. Throws RedisTriggersError for all problems at once. */
  static async create(options: RedisTriggersModuleOptions, parts: NestParts): Promise<NestHost> {
    const { registration, discovery, moduleRef, modules, external } = parts;
    const backend = parts.backend.of?.(registration.name) ?? {};
    checkNestOptions(options, registration.place);
    endFirst(modules, registration.name);
    const { enhancers = 'declared', fleet, run: _run, startTimeoutInMs: _limit, ...given } = options;
    const found = handlersOf(registration, discovery, modules);
    const enhancing = new Enhancing(enhancers, external, modules);
    const runtimeOptions = {
      ...given,
      // Also where it is given as undefined.
      logger: given.logger ?? loggerOf(registration),
      ...backend.options,
      handlers: found.map(({ handlerClass }) => handlerClass),
      container: new NestContainer(moduleRef, found, enhancing),
    };
    const embedded = new EmbeddedOfApplication();
    const hooks = { openEmbedded: () => embedded.open(), ...backend.hooks, mayHaveNoHandlers: true };
    const runtime = await (fleet
      ? joinFleet(fleet, (companion) => buildRuntime(runtimeOptions, { ...hooks, companion }))
      : buildRuntime(runtimeOptions, hooks));
    enhancing.describe(runtime.functions);
    return new NestHost(options, parts, backend, runtime, nestSender(options, embedded, backend));
  }

  /** Whether handlers run in this process. */
  get runs(): boolean {
    return this.options.run ?? true;
  }

  async onApplicationBootstrap(): Promise<void> {
    const timeoutInMs = this.backend.startTimeoutInMs ?? this.options.startTimeoutInMs;
    try {
      this.assertAllFound();
      if (this.runs) await this.runtime.start(timeoutInMs === undefined ? {} : { timeoutInMs });
    } catch (error) {
      // With a signal, Nest ends the process as soon as all modules have closed. An error would end it before, and nothing is wrong.
      if (this.isEnding && (await this.why) !== undefined) await new Promise(() => undefined);
      // Nest ends nothing of an application that has not started: its close() only says so again.
      await this.end();
      throw error;
    }
  }

  /** Before Nest closes anything, see `endFirst`. */
  async onModuleDestroy(): Promise<void> {
    this.isEnding = true;
    if (this.runs) await this.runtime.stop();
  }

  /** Requests may have sent until now. */
  onApplicationShutdown(signal?: string): Promise<void> {
    this.tellWhy(signal);
    return this.end();
  }

  private end(): Promise<void> {
    return (this.ended ??= this.closeAll());
  }

  private async closeAll(): Promise<void> {
    await this.sender.close();
    await this.runtime.stop();
    await this.backend.closed?.();
  }

  /** What a factory makes is known only now; silently it would never run. */
  private assertAllFound(): void {
    const { discovery, registration } = this.parts;
    const all = providedIn(discovery);
    const [missed] = undiscovered(all, discoverHandlers(all));
    if (!missed) return;
    throw new RedisTriggersError({
      code: 'NEST_REGISTRATION',
      place: missed.name,
      what: `a factory made it, so ${registration.place} could not know of its functions when it was checked`,
      remedy: `Provide it under its class: { provide: ${missed.name}, useFactory: … }.`,
    });
  }
}

function loggerOf({ name }: Registration): Logger {
  return nestLogger(name === undefined ? 'RedisTriggers' : `RedisTriggers ${name}`);
}

/**
 * Nest ends modules by their distance from the root, and all of the root first: a database there would be closed under
 * handlers that still run. So this module is nearer than the root; it starts last, when everything else has.
 */
function endFirst(modules: ModulesContainer, name: string | undefined): void {
  for (const module of modules.values()) {
    if (module.providers.has(nestToken('host', name))) module.distance = -1;
  }
}
