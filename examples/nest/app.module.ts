import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { RedisTriggersModule } from 'redis-triggers/nest';
import { HealthController } from './health.controller.js';
import { OrdersController } from './orders.controller.js';
import { OrdersHandler } from './orders.handler.js';
import { Shop } from './shop.js';

@Module({
  imports: [
    RedisTriggersModule.forRootAsync({
      useFactory: () => ({
        connections: { redis: process.env.REDIS ?? 'embedded' },
        run: process.env.RUN !== 'no', // no: this process only answers requests
      }),
    }),
    TerminusModule,
  ],
  controllers: [OrdersController, HealthController],
  providers: [OrdersHandler, Shop],
})
export class AppModule {}
