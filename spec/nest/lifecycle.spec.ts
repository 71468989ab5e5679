import { Injectable, Module, type OnApplicationShutdown, type OnModuleDestroy } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { expect } from 'chai';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import { InjectRuntime, InjectSender } from '../../lib/nest/nest-tokens.js';
import { RedisTriggersModule } from '../../lib/nest/redis-triggers-module.js';
import { onTestRedis } from '../../lib/nest/testing/on-test-redis.js';
import { testRuntimeOf } from '../../lib/nest/testing/test-runtime-of.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import { Sender } from '../../lib/sending/sender.js';
import { FakeRedis } from '../../lib/testing/fake/fake-redis.js';
import { defineList } from '../../lib/triggers/define-list.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { Gate } from '../support/gate.js';
import { rejectionOf } from '../support/rejection-of.js';
import { RunningProgram } from '../support/running-program.js';
import { signalled } from '../support/signalled.js';
import { moduleOf, TestedApplication, type Metadata } from './application.js';

const connection = 'redis';
const orders = defineList('orders', { connection });

/** Closes in both ways in which databases do. */
@Injectable()
class Database implements OnModuleDestroy, OnApplicationShutdown {
  closed: string[] = [];

  onModuleDestroy(): void {
    this.closed.push('in onModuleDestroy');
  }

  onApplicationShutdown(): void {
    this.closed.push('in onApplicationShutdown');
  }
}

@Injectable()
class Orders {
  static started: Gate;
  static mayEnd: Gate;
  static seen: string[] = [];

  constructor(private readonly database: Database) {}

  @RedisListTrigger(orders)
  async onOrder({ message }: RedisMessageModel): Promise<void> {
    Orders.started.open();
    await Orders.mayEnd.opened;
    Orders.seen.push(`${message}, closed ${this.database.closed.join(' and ') || 'nothing'}`);
  }
}

const databaseModule = moduleOf({ providers: [Database], exports: [Database] }, 'DatabaseModule');
const feature = moduleOf({ imports: [databaseModule], providers: [Orders] }, 'OrdersModule');
const redis = RedisTriggersModule.forRoot({ logger: false });

describe('the lifecycle of a NestJS application', () => {
  beforeEach(() => {
    Orders.started = new Gate();
    Orders.mayEnd = new Gate();
    Orders.seen = [];
  });

  const placesOf: Readonly<Record<string, Metadata>> = {
    'imported first': { imports: [redis, databaseModule, feature] },
    'imported last': { imports: [databaseModule, feature, redis] },
    'imported by a module in between': {
      imports: [moduleOf({ imports: [redis] }, 'Between'), feature, databaseModule],
    },
    'beside a database of the root module itself': { imports: [redis], providers: [Database, Orders] },
  };
  for (const [where, metadata] of Object.entries(placesOf)) {
    it(`ends handlers before databases close, ${where}`, async () => {
      const builder = onTestRedis(Test.createTestingModule(metadata));
      const app = await (await builder.compile()).init();
      const test = await testRuntimeOf(app);
      await test.redis.rpush('orders', 'tea');
      await Orders.started.opened;
      const closed = app.close();
      Orders.mayEnd.open();
      await closed;
      expect(Orders.seen).to.deep.equal(['tea, closed nothing']);
      expect(test.runtime.health().state).to.equal('stopped');
    });
  }

  it('starts with onApplicationBootstrap, which waits until every function listens', async () => {
    Orders.mayEnd.open();
    const module = await onTestRedis(Test.createTestingModule({ imports: [redis, feature] })).compile();
    const runtime = module.get<Runtime>('redis-triggers:runtime', { strict: false });
    expect(runtime.health().state).to.equal('created');
    await module.init();
    expect(runtime.health()).to.deep.include({ state: 'running', ready: true });
    await module.close();
  });

  it('bounds the start where that is asked for, and says what does not listen', async () => {
    const start = async (): Promise<unknown> => {
      const nowhere = { connections: { [connection]: '127.0.0.1:1' }, startTimeoutInMs: 100 };
      const imports = [RedisTriggersModule.forRoot({ logger: false, ...nowhere }), feature];
      return (await Test.createTestingModule({ imports }).compile()).init();
    };
    const error = await rejectionOf(start());
    expect(error).to.have.property('code', 'START_INCOMPLETE');
    expect(error.message).to.include('Orders.onOrder');
  });

  it('ends on SIGTERM while its start waits for Redis, when all modules have closed, and without an error', async () => {
    const program = new RunningProgram('spec/nest/waiting-program.js');
    try {
      await program.until(() => program.stdout.includes('starting'));
      program.signal('SIGTERM');
      expect([await program.exit(), program.stdout, program.stderr]).to.deep.equal([
        'SIGTERM',
        'starting\nclosed on SIGTERM\n',
        '',
      ]);
    } finally {
      await program.end();
    }
  });

  it('is closed while its start waits for Redis, and the start says so', async () => {
    const nowhere = { connections: { [connection]: '127.0.0.1:1' } };
    const imports = [RedisTriggersModule.forRoot({ logger: false, ...nowhere }), feature];
    const app = (await Test.createTestingModule({ imports }).compile()).createNestApplication();
    const runtime = app.get<Runtime>('redis-triggers:runtime', { strict: false });
    const error = rejectionOf(app.init());
    await signalled('healthChanged', () => runtime.health().state === 'starting', 'the start');
    await app.close();
    expect(await error).to.have.property('code', 'RUNTIME_STATE');
  });

  it('closes its sender where the start fails, because Nest then ends nothing', async () => {
    const nowhere = { connections: { [connection]: '127.0.0.1:1' }, startTimeoutInMs: 1 };
    const imports = [RedisTriggersModule.forRoot({ logger: false, ...nowhere }), feature];
    const app = await Test.createTestingModule({ imports }).compile();
    await rejectionOf(app.init());
    const error = await rejectionOf(app.get(Sender, { strict: false }).push(orders, 'tea'));
    expect(error.message).to.include('the sender is closed');
  });
});

@Injectable()
class Requests {
  constructor(
    @InjectSender() readonly sender: Sender,
    readonly same: Sender,
    @InjectRuntime() readonly runtime: Runtime,
  ) {}
}

describe('senders of a NestJS application', () => {
  beforeEach(() => {
    Orders.started = new Gate();
    Orders.mayEnd = new Gate();
    Orders.mayEnd.open();
    Orders.seen = [];
  });

  it('are injected by decorator or by type, and send to handlers', async () => {
    await using tested = await TestedApplication.start({ imports: [feature], providers: [Requests] });
    const { sender, same } = tested.app.get(Requests);
    expect(sender).to.equal(same).and.to.be.instanceOf(Sender);
    await sender.push(orders, 'tea');
    await tested.test.invoked('Orders.onOrder', 1);
    expect(Orders.seen).to.have.length(1);
  });

  it('send where handlers do not run, which can be asked about all the same', async () => {
    await using tested = await TestedApplication.start(
      { imports: [feature], providers: [Requests] },
      { run: false },
    );
    const { sender, runtime } = tested.app.get(Requests);
    expect(await sender.push(orders, 'tea')).to.equal(1);
    expect(await tested.test.redis.lrange('orders', 0, -1)).to.deep.equal(['tea']);
    expect(runtime.health().state).to.equal('created');
    expect(runtime.functions.map(({ id }) => id)).to.deep.equal(['Orders.onOrder']);
    expect(await runtime.deadLetters('Orders.onOrder').count()).to.equal(0);
  });

  it('send before the start, and until all requests have ended', async () => {
    const sent: string[] = [];
    @Injectable()
    class Early implements OnModuleDestroy {
      constructor(private readonly sender: Sender) {}

      async onModuleInit(): Promise<void> {
        sent.push(`init ${await this.sender.push(orders, 'early')}`);
      }

      async onModuleDestroy(): Promise<void> {
        await Promise.resolve();
      }

      async beforeApplicationShutdown(): Promise<void> {
        sent.push(`shutdown ${await this.sender.push(orders, 'late')}`);
      }
    }
    const fake = new FakeRedis();
    const builder = onTestRedis(Test.createTestingModule({ imports: [redis, feature], providers: [Early] }), {
      redis: fake,
    });
    const app = await (await builder.compile()).init();
    await (await testRuntimeOf(app)).settled();
    await app.close();
    expect(sent).to.deep.equal(['init 1', 'shutdown 1']);
    expect(Orders.seen).to.have.length(1);
    const client = fake.createClient();
    expect(await client.lrange('orders', 0, -1)).to.deep.equal(['late']);
    client.disconnect();
    await fake.close();
  });

  it('share the embedded Redis with the runtime', async () => {
    const options = { connections: { [connection]: 'embedded' }, logger: false as const };
    const imports = [RedisTriggersModule.forRoot(options), feature];
    const app = await (await Test.createTestingModule({ imports }).compile()).init();
    Orders.mayEnd.open();
    await app.get(Sender, { strict: false }).push(orders, 'tea');
    await Orders.started.opened;
    await app.close();
    expect(Orders.seen).to.have.length(1);
  });
});

@Module({})
class Empty {}

describe('several registrations', () => {
  const other = defineList('others', { connection });

  @Injectable()
  class Others {
    static seen: string[] = [];

    @RedisListTrigger(other)
    onOther({ message }: RedisMessageModel): void {
      Others.seen.push(message);
    }
  }

  const othersModule = moduleOf({ providers: [Others] }, 'OthersModule');

  it('run the handlers of the modules that they include, and the rest', async () => {
    Orders.mayEnd = new Gate();
    Orders.mayEnd.open();
    Orders.started = new Gate();
    const second = RedisTriggersModule.forRoot({ name: 'second', include: [othersModule], logger: false });
    await using tested = await TestedApplication.start({ imports: [feature, othersModule, second] });
    const [first, named] = await Promise.all([
      testRuntimeOf(tested.app),
      testRuntimeOf(tested.app, 'second'),
    ]);
    const idsOf = (runtime: Runtime): string[] => runtime.functions.map(({ id }) => id);
    expect(idsOf(first.runtime)).to.deep.equal(['Orders.onOrder']);
    expect(idsOf(named.runtime)).to.deep.equal(['Others.onOther']);
    await named.push(other, 'tea');
    await named.invoked('Others.onOther', 1);
    expect(Others.seen).to.deep.equal(['tea']);
    expect(tested.app.get('redis-triggers:sender:second', { strict: false })).to.be.instanceOf(Sender);
  });

  it('are refused where two would run the same, or have the same name', async () => {
    const both = (name?: string) =>
      rejectionOf(
        TestedApplication.start({
          imports: [
            feature,
            moduleOf({ imports: [RedisTriggersModule.forRoot(name ? { name } : {})] }, 'Other'),
          ],
        }),
      );
    const same = await both();
    expect(same).to.have.property('code', 'NEST_REGISTRATION');
    expect(same.message).to.include('registered twice without a name');
    expect((await both('second')).message).to.include('would both run every handler');
  });

  const foreigners = { OthersModule: othersModule, undefined: undefined as never };
  for (const [name, foreigner] of Object.entries(foreigners)) {
    it(`are refused where they include ${name}, which the application does not import`, async () => {
      const error = await rejectionOf(
        TestedApplication.start({ imports: [feature] }, { include: [foreigner] }),
      );
      expect(error).to.have.property('code', 'NEST_REGISTRATION');
      expect(error.message).to.include(`it includes ${name}, which is no module of the application`);
    });
  }

  it('take their options from what a factory injects', async () => {
    const settings = moduleOf(
      { providers: [{ provide: 'URL', useValue: 'embedded' }], exports: ['URL'] },
      'SettingsModule',
    );
    const forRoot = RedisTriggersModule.forRootAsync({
      imports: [settings],
      inject: ['URL'],
      useFactory: async (url: string) =>
        Promise.resolve({ connections: { [connection]: url }, logger: false }),
    });
    const app = await (await Test.createTestingModule({ imports: [forRoot, othersModule] }).compile()).init();
    expect(app.get<Runtime>('redis-triggers:runtime', { strict: false }).health().ready).to.equal(true);
    await app.close();
  });

  it('say what is wrong with their options, with the name of the registration', async () => {
    const wrong = { name: 'second', enhancers: 'some' as 'all', urn: false };
    const imports = [Empty, RedisTriggersModule.forRoot(wrong)];
    const error = await rejectionOf(Test.createTestingModule({ imports }).compile());
    expect(error.problems.map(({ place }) => place)).to.deep.equal(
      Array(2).fill('RedisTriggersModule "second"'),
    );
    expect(error.message).to.include('urn').and.to.include("'declared', 'all' or 'none'");
  });

  it('say which options stand beside the factory that must come from it, and what is wrong with the rest', () => {
    const given = { run: false, include: othersModule as never, glob: true, useFactory: () => ({}) };
    expect(() => RedisTriggersModule.forRootAsync(given))
      .to.throw()
      .with.property('message')
      .that.includes('the option "run" stands beside the factory, where it has no effect')
      .and.includes('"include" must be an array of modules')
      .and.includes('Did you mean "global"?');
  });
});
