import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import {
  DiscoveryModule,
  DiscoveryService,
  ExternalContextCreator,
  ModuleRef,
  ModulesContainer,
} from '@nestjs/core';
import { Sender } from '../sending/sender.js';
import { checkRegistration } from './check-nest-options.js';
import { Registration } from './choose-handlers.js';
import { RedisTriggersHealthIndicator } from './health-indicator.js';
import { NestHost, type NestParts } from './nest-host.js';
import type {
  RedisTriggersAsyncOptions,
  RedisTriggersModuleOptions,
  RedisTriggersRegistration,
  RedisTriggersRootOptions,
} from './nest-options.js';
import { backendToken, nestToken } from './nest-tokens.js';

/**
 * Runs the decorated methods of providers and controllers while a NestJS application runs: it starts them in
 * `onApplicationBootstrap` and drains in `onModuleDestroy`. Import it once for each registration, in the root module.
 */
export class RedisTriggersModule {
  /**
   * Registers with these options.
   *
   * @throws RedisTriggersError, while the application is made, for all problems of all handlers
   */
  static forRoot(options: RedisTriggersRootOptions = {}): DynamicModule {
    const { name, include, global, ...rest } = options;
    checkRegistration({ name, include, global }, 'RedisTriggersModule.forRoot');
    return moduleOf({ name, include, global }, [], { useValue: rest });
  }

  /**
   * Registers with the options that `useFactory` makes of what it injects.
   *
   * @throws RedisTriggersError RUNTIME_OPTION_INVALID, at once, for options beside the factory that must come from it
   */
  static forRootAsync(options: RedisTriggersAsyncOptions): DynamicModule {
    const { imports = [], inject = [], useFactory, ...registration } = options;
    checkRegistration(registration, 'RedisTriggersModule.forRootAsync');
    return moduleOf(registration, imports, { inject: [...inject], useFactory });
  }
}

// As a function, because files of this package are compiled without metadata.
Module({})(RedisTriggersModule);

type OptionsProvider =
  | { readonly useValue: RedisTriggersModuleOptions }
  | {
      readonly inject: NonNullable<RedisTriggersAsyncOptions['inject']>[number][];
      readonly useFactory: RedisTriggersAsyncOptions['useFactory'];
    };

function moduleOf(
  {
    name,
    include,
    global = true,
  }: { [Key in keyof RedisTriggersRegistration]: RedisTriggersRegistration[Key] | undefined },
  imports: RedisTriggersAsyncOptions['imports'] & object,
  options: OptionsProvider,
): DynamicModule {
  const token = (part: Parameters<typeof nestToken>[0]): string => nestToken(part, name);
  const registration = new Registration({ ...(name !== undefined && { name }), ...(include && { include }) });
  const exported: Provider[] = [
    { provide: token('runtime'), inject: [token('host')], useFactory: ({ runtime }: NestHost) => runtime },
    { provide: token('sender'), inject: [token('host')], useFactory: ({ sender }: NestHost) => sender },
    {
      provide: token('health'),
      inject: [token('host')],
      useFactory: ({ runtime, runs }: NestHost) => new RedisTriggersHealthIndicator(runtime, runs),
    },
    ...(name === undefined
      ? [
          { provide: Sender, useExisting: token('sender') },
          { provide: RedisTriggersHealthIndicator, useExisting: token('health') },
        ]
      : []),
  ];
  return {
    module: RedisTriggersModule,
    global,
    imports: [DiscoveryModule, ...imports],
    providers: [
      { provide: token('options'), ...options } as Provider,
      { provide: token('registration'), useValue: registration },
      // A factory, because a test can put another one only in the place of one.
      { provide: backendToken, useFactory: () => ({}) },
      {
        provide: token('host'),
        inject: [
          token('options'),
          token('registration'),
          DiscoveryService,
          ModuleRef,
          ModulesContainer,
          ExternalContextCreator,
          backendToken,
        ],
        useFactory: (
          given: RedisTriggersModuleOptions,
          own: NestParts['registration'],
          discovery: NestParts['discovery'],
          moduleRef: NestParts['moduleRef'],
          modules: NestParts['modules'],
          external: NestParts['external'],
          backend: NestParts['backend'],
        ) => NestHost.create(given, { registration: own, discovery, moduleRef, modules, external, backend }),
      },
      ...exported,
    ],
    exports: exported.map((each) => (each as { provide: string }).provide),
  };
}
