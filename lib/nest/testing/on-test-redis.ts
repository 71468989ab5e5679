import { backendToken } from '../nest-tokens.js';
import { NestTestBackend } from './nest-test-backend.js';
import type { NestTestOptions } from './nest-test-options.js';

/** The builder of `Test.createTestingModule`, without its package. */
export interface TestingModuleBuilderLike {
  overrideProvider(token: string): {
    useFactory(options: { factory: (...args: unknown[]) => unknown }): unknown;
  };
}

/**
 * Lets all connections of the application under test lead to a Redis for this test, a fake unless told, whatever their names:
 * `onTestRedis(Test.createTestingModule({ imports: [AppModule] })).compile()`. It is gone when the application is closed.
 */
export function onTestRedis<Builder extends TestingModuleBuilderLike>(
  builder: Builder,
  options: NestTestOptions = {},
): Builder {
  // Once for the application, however many registrations ask for it.
  let opening: Promise<NestTestBackend> | undefined;
  const factory = (): Promise<NestTestBackend> => (opening ??= NestTestBackend.open(options));
  builder.overrideProvider(backendToken).useFactory({ factory });
  return builder;
}
