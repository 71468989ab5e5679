import { Inject, Injectable, Scope, UseGuards, type CanActivate } from '@nestjs/common';
import { ContextIdFactory, REQUEST, type ContextId, type ContextIdStrategy } from '@nestjs/core';
import { expect } from 'chai';
import { RedisTriggersRequest } from '../../lib/nest/nest-request.js';
import type { DeadLetter } from '../../lib/messages/dead-letter.js';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import { Inject as InjectIntoMethod } from '../../lib/triggers/inject.js';
import { OnDeadLetter } from '../../lib/triggers/on-dead-letter.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { TestedApplication } from './application.js';

const connection = 'redis';

@Injectable()
class Log {
  readonly lines: string[] = [];
}

/** Takes its time to come, as a transaction does. */
const TRANSACTION = Symbol('transaction');
let transactions = 0;
const transaction = {
  provide: TRANSACTION,
  scope: Scope.REQUEST,
  useFactory: async () => {
    await Promise.resolve();
    transactions += 1;
    return transactions;
  },
};

@Injectable({ scope: Scope.REQUEST })
class PerMessage {
  constructor(
    @Inject(REQUEST) readonly request: RedisTriggersRequest,
    @Inject(TRANSACTION) readonly number: number,
  ) {}
}

@Injectable()
class RequestScoped {
  constructor(
    private readonly log: Log,
    private readonly own: PerMessage,
  ) {}

  @RedisListTrigger({ connection, key: 'scoped' })
  run({ message }: RedisMessageModel, same: PerMessage, @InjectIntoMethod(TRANSACTION) number: number): void {
    const { request } = this.own;
    const isSame = this.own === same && number === same.number;
    this.log.lines.push(`${message} ${request.message.message} ${request.context.functionId} ${isSame}`);
    if (message === 'bad') throw new Error('bad');
  }

  @OnDeadLetter()
  onDeadLetter(letter: DeadLetter): void {
    this.log.lines.push(`letter ${letter.functionId} ${typeof this.own.request}`);
  }
}

@Injectable({ scope: Scope.TRANSIENT })
class Counter {
  count = 0;
}

@Injectable({ scope: Scope.TRANSIENT })
class Transient {
  readonly counter = new Counter();

  constructor(private readonly log: Log) {}

  @RedisListTrigger({ connection, key: 'transient' })
  run(): void {
    this.log.lines.push(`count ${(this.counter.count += 1)}`);
  }
}

@Injectable({ scope: Scope.REQUEST, durable: true })
class PerTenant {
  static made = 0;
  messages = 0;

  constructor(@Inject(REQUEST) readonly tenant: { readonly tenantId: string }) {
    PerTenant.made += 1;
  }
}

@Injectable({ scope: Scope.REQUEST, durable: true })
class Durable {
  constructor(
    private readonly log: Log,
    private readonly tenant: PerTenant,
  ) {}

  @RedisListTrigger({ connection, key: 'tenants', concurrency: 1 })
  run(): void {
    this.log.lines.push(`${this.tenant.tenant.tenantId} ${(this.tenant.messages += 1)}`);
  }
}

@Injectable({ scope: Scope.REQUEST })
class PerMessageGuard implements CanActivate {
  static readonly asked: string[] = [];

  constructor(@Inject(REQUEST) private readonly of: { readonly text: string }) {}

  canActivate(): boolean {
    PerMessageGuard.asked.push(this.of.text);
    return true;
  }
}

@Injectable({ scope: Scope.REQUEST, durable: true })
class Guarded {
  @UseGuards(PerMessageGuard)
  @RedisListTrigger({ connection, key: 'tenants', concurrency: 1 })
  run(): void {
    // Only who is asked before it counts.
  }
}

/** One sub-tree for each tenant, by the first letter of a message. */
class ByTenant implements ContextIdStrategy<RedisTriggersRequest> {
  private readonly tenants = new Map<string, ContextId>();

  attach(contextId: ContextId, request: RedisTriggersRequest) {
    const text = request.message.message;
    const tenantId = text.charAt(0);
    const ofTenant = this.tenants.get(tenantId) ?? ContextIdFactory.create();
    this.tenants.set(tenantId, ofTenant);
    return {
      resolve: ({ isTreeDurable }: { isTreeDurable: boolean }) => (isTreeDurable ? ofTenant : contextId),
      payload: { tenantId, text },
    };
  }
}

describe('scopes of NestJS', () => {
  it('of a request are one for each attempt: with REQUEST, factories that take time, and parameters', async () => {
    await using tested = await TestedApplication.start({
      providers: [Log, transaction, PerMessage, RequestScoped],
    });
    const before = transactions;
    await tested.test.redis.rpush('scoped', 'a', 'b');
    await tested.test.settled();
    const id = 'RequestScoped.run';
    expect([...tested.app.get(Log).lines].sort()).to.deep.equal([`a a ${id} true`, `b b ${id} true`]);
    expect(transactions - before).to.equal(2);
  });

  it('of a request are there for hooks, too, which have no message', async () => {
    await using tested = await TestedApplication.start({
      providers: [Log, transaction, PerMessage, RequestScoped],
    });
    await tested.test.redis.rpush('scoped', 'bad');
    await tested.test.settled();
    await tested.test.runtime.stop();
    expect(tested.app.get(Log).lines).to.deep.equal([
      'bad bad RequestScoped.run true',
      'letter RequestScoped.run undefined',
    ]);
  });

  it('that are transient give a new instance to each attempt', async () => {
    await using tested = await TestedApplication.start({ providers: [Log, Transient] });
    await tested.test.redis.rpush('transient', 'a', 'b');
    await tested.test.settled();
    expect(tested.app.get(Log).lines).to.deep.equal(['count 1', 'count 1']);
  });

  it('that are durable live as long as the strategy says, which sees the message', async () => {
    ContextIdFactory.apply(new ByTenant());
    try {
      await using tested = await TestedApplication.start({ providers: [Log, PerTenant, Durable] });
      PerTenant.made = 0;
      await tested.test.redis.rpush('tenants', 'a1', 'b1', 'a2');
      await tested.test.settled();
      expect(tested.app.get(Log).lines).to.deep.equal(['a 1', 'b 1', 'a 2']);
      expect(PerTenant.made).to.equal(2);
    } finally {
      ContextIdFactory.apply(undefined as never);
    }
  });

  it('that are durable keep no guard of an earlier message', async () => {
    ContextIdFactory.apply(new ByTenant());
    try {
      await using tested = await TestedApplication.start({ providers: [Guarded] });
      await tested.test.redis.rpush('tenants', 'a1', 'b1', 'a2');
      await tested.test.settled();
      expect(PerMessageGuard.asked).to.deep.equal(['a1', 'b1', 'a2']);
    } finally {
      ContextIdFactory.apply(undefined as never);
    }
  });
});
