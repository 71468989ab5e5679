import type { InjectionToken, ModuleMetadata, OptionalFactoryDependency, Type } from '@nestjs/common';
import type { FleetOptions } from '../fleet/fleet-options.js';
import type { Logger } from '../logging/logger.js';
import type { RuntimeOptions } from '../runtime/runtime-options.js';

/**
 * Which of Nest's guards, interceptors, pipes and filters run around a handler. `declared`: those that stand on its method or
 * class. `all`: also the global ones, which then must cope with what is no request. `none`: none.
 */
export type Enhancers = 'declared' | 'all' | 'none';

/** The options of a registration. Those of `createRuntime` mean the same; handlers are found, and Nest creates them. */
export interface RedisTriggersModuleOptions extends Pick<
  RuntimeOptions,
  | 'connections'
  | 'settings'
  | 'middleware'
  | 'shutdownTimeoutInMs'
  | 'configureKeyspaceNotifications'
  | 'clock'
> {
  /**
   * Whether the handlers run in this process. With `false`, for processes that only answer requests, nothing is taken from
   * Redis; senders, dead letters and everything else that asks Redis work all the same. Default true.
   */
  run?: boolean;
  /** Which guards, interceptors, pipes and filters run around handlers. Default `declared`. */
  enhancers?: Enhancers;
  /** A logger of your own; `false` for none. Default: Nest's `Logger`, with the context `RedisTriggers`. */
  logger?: Logger | false;
  /**
   * How long the application may wait at its start until every function listens, in milliseconds. Default: any time. Where it
   * has no server, Nest does not close it before the start is over.
   */
  startTimeoutInMs?: number;
  /** Makes this process a member of a fleet. Default: of none. */
  fleet?: FleetOptions;
}

/** What is known of a registration when the module is declared. */
export interface RedisTriggersRegistration {
  /** Its name, where a program has several. Default: none, of which there is one. */
  name?: string;
  /**
   * The modules whose handlers it runs. Default: all handlers that no other registration includes.
   */
  include?: readonly Type[];
  /** Whether its senders and its runtime can be injected in every module. Default true. */
  global?: boolean;
}

/** The options of `RedisTriggersModule.forRoot`. */
export type RedisTriggersRootOptions = RedisTriggersModuleOptions & RedisTriggersRegistration;

/** The options of `RedisTriggersModule.forRootAsync`. */
export interface RedisTriggersAsyncOptions extends RedisTriggersRegistration {
  /** Modules that provide what `useFactory` injects. */
  imports?: ModuleMetadata['imports'];
  /** What `useFactory` gets. */
  inject?: readonly (InjectionToken | OptionalFactoryDependency)[];
  /** Makes the options. */
  useFactory: (...injected: never[]) => RedisTriggersModuleOptions | Promise<RedisTriggersModuleOptions>;
}
