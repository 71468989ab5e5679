import {
  Injectable,
  Logger,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { setImmediate } from 'node:timers/promises';
import { RedisTriggersModule } from '../../lib/nest/redis-triggers-module.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';

/** An application whose start waits for a Redis that is nowhere. What else it has takes its time to close. */
@Injectable()
class Orders implements OnApplicationBootstrap, OnApplicationShutdown {
  @RedisListTrigger({ connection: 'redis', key: 'orders' })
  onOrder(): void {
    // Nothing ever comes.
  }

  onApplicationBootstrap(): void {
    process.stdout.write('starting\n');
  }

  async onApplicationShutdown(signal: string): Promise<void> {
    for (let turn = 0; turn < 20; turn++) await setImmediate();
    process.stdout.write(`closed on ${signal}\n`);
  }
}

@Module({
  imports: [RedisTriggersModule.forRoot({ logger: false, connections: { redis: '127.0.0.1:1' } })],
  providers: [Orders],
})
class WaitingModule {}

Logger.overrideLogger(false);
const app = await NestFactory.create(WaitingModule);
app.enableShutdownHooks();
await app.listen(0);
