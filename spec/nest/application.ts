import type { INestApplicationContext, ModuleMetadata } from '@nestjs/common';
import { Module } from '@nestjs/common';
import { Test, type TestingModuleBuilder } from '@nestjs/testing';
import { RedisTriggersModule } from '../../lib/nest/redis-triggers-module.js';
import type { RedisTriggersRootOptions } from '../../lib/nest/nest-options.js';
import type { NestTestOptions } from '../../lib/nest/testing/nest-test-options.js';
import { onTestRedis } from '../../lib/nest/testing/on-test-redis.js';
import { testRuntimeOf } from '../../lib/nest/testing/test-runtime-of.js';
import type { TestRuntime } from '../../lib/testing/kit/test-runtime.js';

export type Metadata = ModuleMetadata;

const silent = (): void => undefined;

/** A class that is a module. */
export function moduleOf(metadata: Metadata, name = 'FeatureModule'): new () => object {
  const made = { [name]: class {} }[name] as new () => object;
  Module(metadata)(made);
  return made;
}

/** An application on a fake, initialised, with its runtime; closed when the block that has it ends. */
export class TestedApplication implements AsyncDisposable {
  private constructor(
    readonly app: INestApplicationContext,
    readonly test: TestRuntime,
  ) {}

  static async start(
    metadata: Metadata,
    options: RedisTriggersRootOptions = {},
    tests: NestTestOptions & { readonly change?: (builder: TestingModuleBuilder) => void } = {},
  ): Promise<TestedApplication> {
    const { imports = [], ...others } = metadata;
    const { change, ...redis } = tests;
    const forRoot = RedisTriggersModule.forRoot({ logger: false, ...options });
    const builder = onTestRedis(
      Test.createTestingModule({ ...others, imports: [forRoot, ...imports] }),
      redis,
    );
    builder.setLogger({ log: silent, error: silent, warn: silent });
    change?.(builder);
    const app = await (await builder.compile()).init();
    return new TestedApplication(app, await testRuntimeOf(app, options.name));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.app.close();
  }
}
