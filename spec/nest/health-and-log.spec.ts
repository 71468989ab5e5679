import { Controller, Get, Injectable, type LoggerService } from '@nestjs/common';
import { HealthCheck, HealthCheckService, TerminusModule, type HealthCheckResult } from '@nestjs/terminus';
import { Test } from '@nestjs/testing';
import { expect } from 'chai';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import { RedisTriggersHealthIndicator } from '../../lib/nest/health-indicator.js';
import { nestLogger } from '../../lib/nest/nest-logger.js';
import { RedisTriggersModule } from '../../lib/nest/redis-triggers-module.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { moduleOf, TestedApplication } from './application.js';

const connection = 'redis';

@Injectable()
class Orders {
  @RedisListTrigger({ connection, key: 'orders' })
  onOrder({ message }: RedisMessageModel): void {
    if (message === 'bad') throw new Error('bad');
  }
}

@Controller('health')
class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly redis: RedisTriggersHealthIndicator,
  ) {}

  @Get()
  @HealthCheck()
  check(): Promise<HealthCheckResult> {
    return this.health.check([() => this.redis.ready(), () => this.redis.live('loops')]);
  }
}

describe('the health indicator for terminus', () => {
  const feature = moduleOf({
    imports: [TerminusModule.forRoot({ logger: false })],
    controllers: [HealthController],
    providers: [Orders],
  });

  it('is up while every function listens, and down when the runtime has stopped', async () => {
    await using tested = await TestedApplication.start({ imports: [feature] });
    const health = tested.app.get(HealthController, { strict: false });
    const up = { status: 'up', state: 'running', functions: 1 };
    expect(await health.check()).to.deep.include({ status: 'ok', info: { redisTriggers: up, loops: up } });
    await tested.test.runtime.stop();
    const error = await health.check().then(
      () => expect.fail('it is down'),
      (thrown: unknown) => (thrown as { getResponse(): HealthCheckResult }).getResponse(),
    );
    expect(error.status).to.equal('error');
    const down = { status: 'down', state: 'stopped', functions: { 'Orders.onOrder': 'stopped' } };
    expect(error.error).to.deep.equal({ redisTriggers: down, loops: down });
  });

  it('is up where handlers do not run: a process for requests has nothing that could be down', async () => {
    await using tested = await TestedApplication.start({ imports: [feature] }, { run: false });
    const result = await tested.app.get(HealthController, { strict: false }).check();
    expect(result.status).to.equal('ok');
  });

  it('answers over HTTP as terminus does', async () => {
    const imports = [
      RedisTriggersModule.forRoot({ connections: { [connection]: 'embedded' }, logger: false }),
      feature,
    ];
    const module = await Test.createTestingModule({ imports }).compile();
    const app = module.createNestApplication();
    await app.listen(0, '127.0.0.1');
    const response = await fetch(`${await app.getUrl()}/health`);
    expect(response.status).to.equal(200);
    expect(await response.json()).to.deep.nested.include({ 'info.redisTriggers.status': 'up' });
    await app.close();
  });
});

/** A logger of Nest that keeps lines with their contexts. */
function loggerInto(lines: string[]): LoggerService {
  const note =
    (level: string) =>
    (text: unknown, ...rest: unknown[]): void =>
      void lines.push(`${level} ${String(text)} [${String(rest.at(-1))}]`);
  return { log: note('log'), warn: note('warn'), error: note('error'), debug: note('debug') };
}

describe('the log of the runtime in a NestJS application', () => {
  const given: Record<string, { logger?: undefined }> = {
    'unless told': {},
    'where undefined is given': { logger: undefined },
  };
  for (const [when, options] of Object.entries(given)) {
    it(`goes to Nest's logger ${when}, with the context RedisTriggers`, async () => {
      const lines: string[] = [];
      const connections = { [connection]: 'embedded' };
      const imports = [RedisTriggersModule.forRoot({ connections, ...(options as object) })];
      const module = await Test.createTestingModule({ imports, providers: [Orders] })
        .setLogger(loggerInto(lines))
        .compile();
      await module.init();
      await module.close();
      const ours = lines.filter((line) => line.endsWith('[RedisTriggers]'));
      expect(ours.find((line) => line.startsWith('warn'))).to.match(
        /using an embedded Redis.* {2}host=127\.0\.0\.1 {2}port=\d+/,
      );
      expect(ours.some((line) => line.startsWith('log '))).to.equal(true, lines.join('\n'));
    });
  }

  it('has a line for fields that are no JSON, too', async () => {
    const lines: string[] = [];
    const tested = await TestedApplication.start(
      {},
      {},
      { change: (builder) => builder.setLogger(loggerInto(lines)) },
    );
    const circle: Record<string, unknown> = {};
    circle.itself = circle;
    const log = nestLogger('Orders');
    log.info({ functionId: 'Orders.onOrder', ids: [5n] }, 'sold');
    log.warn({ circle }, 'round');
    await tested[Symbol.asyncDispose]();
    expect(lines.filter((line) => line.endsWith('[Orders]'))).to.deep.equal([
      'log Orders.onOrder  sold  ids=[ 5n ] [Orders]',
      'warn round  circle=<ref *1> { itself: [Circular *1] } [Orders]',
    ]);
  });
});
