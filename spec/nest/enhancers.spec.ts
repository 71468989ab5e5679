import {
  Catch,
  Inject,
  Injectable,
  Scope,
  SetMetadata,
  UseFilters,
  UseGuards,
  UseInterceptors,
  UsePipes,
  ValidationPipe,
  type ArgumentMetadata,
  type ArgumentsHost,
  type CallHandler,
  type CanActivate,
  type ExceptionFilter,
  type ExecutionContext,
  type NestInterceptor,
  type PipeTransform,
} from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE, Reflector, REQUEST } from '@nestjs/core';
import { IsInt } from 'class-validator';
import { expect } from 'chai';
import { tap, type Observable } from 'rxjs';
import { Drop } from '../../lib/messages/drop.js';
import { InvocationContext } from '../../lib/messages/invocation-context.js';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import type { Enhancers } from '../../lib/nest/nest-options.js';
import type { RedisTriggersRequest } from '../../lib/nest/nest-request.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { TestedApplication } from './application.js';

const connection = 'redis';
let log: string[] = [];

@Injectable()
class RoleGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const [message, payload, invocation] = context.getArgs<[RedisMessageModel, unknown, InvocationContext]>();
    const role = this.reflector.get<string | undefined>('role', context.getHandler());
    log.push(
      `guard ${context.getType()} ${context.getClass().name} ${role} ${message.message} ${String(payload)} ${invocation.functionId}`,
    );
    return message.message !== 'forbidden';
  }
}

class Around implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    log.push('before');
    return next.handle().pipe(tap((value) => log.push(`after ${String(value)}`)));
  }
}

class NotePipe implements PipeTransform {
  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    log.push(`pipe ${type} ${metatype?.name}`);
    return value;
  }
}

/** Answers for one message, says something else of another, and only looks at the rest. */
@Catch()
class Answers implements ExceptionFilter<Error> {
  catch(error: Error, host: ArgumentsHost): unknown {
    const [{ message }] = host.getArgs<[RedisMessageModel]>();
    log.push(`filter ${host.getType()} ${message} ${error.message}`);
    if (message === 'answered') return 'answer';
    if (message === 'translated') throw new Error('in other words');
    return undefined;
  }
}

/** As it is often written, and as it loses messages elsewhere. */
@Catch()
class OnlyLogs implements ExceptionFilter<Error> {
  async catch(error: Error): Promise<void> {
    await Promise.resolve();
    log.push(`async filter ${error.message}`);
  }
}

@UseGuards(RoleGuard)
@Injectable()
class Orders {
  #private = 'private';

  @SetMetadata('role', 'clerk')
  @UseInterceptors(Around)
  @UseFilters(Answers)
  @RedisListTrigger({ connection, key: 'orders' })
  onOrder({ message }: RedisMessageModel): string {
    if (message === 'dropped') throw new Drop('not wanted');
    if (message !== 'fine' && message !== 'forbidden') throw new Error('failed');
    return this.#private;
  }

  @RedisListTrigger({ connection, key: 'others' })
  onOther(): void {
    log.push(`other ${arguments.length}`);
  }

  @UseFilters(OnlyLogs)
  @RedisListTrigger({ connection, key: 'logged' })
  onLogged(): void {
    throw new Error('logged');
  }
}

class Order {
  @IsInt()
  id!: number;
}

@UsePipes(new NotePipe(), new ValidationPipe({ transform: true }))
@Injectable()
class Piped {
  @RedisListTrigger({ connection, key: 'piped', payload: Order })
  onOrder(order: Order, context: InvocationContext, guard: RoleGuard): void {
    log.push(
      `${order.constructor.name} ${order.id} ${context instanceof InvocationContext} ${guard instanceof RoleGuard}`,
    );
  }

  @UseGuards({ canActivate: (context) => log.push(JSON.stringify(context.getArgByIndex(1))) > 0 })
  @RedisListTrigger({ connection, key: 'batched', payload: Order, batch: true, count: 10 })
  onBatch(orders: Order[]): void {
    log.push(`batch ${orders.map(({ id }) => id).join()}`);
  }
}

@Injectable({ scope: Scope.REQUEST })
class RequestGuard implements CanActivate {
  constructor(@Inject(REQUEST) private readonly request: RedisTriggersRequest) {}

  canActivate(): boolean {
    log.push(`request ${this.request.message.message}`);
    return true;
  }
}

@Injectable()
class Guarded {
  @UseGuards(RequestGuard)
  @RedisListTrigger({ connection, key: 'guarded' })
  run(): void {
    log.push('ran');
  }
}

@Injectable()
class Plain {
  @RedisListTrigger({ connection, key: 'plain' })
  run(): void {
    log.push('ran');
  }
}

/** What was logged, and how the attempts at these messages ended. */
async function handle(
  handler: new (...args: never[]) => object,
  key: string,
  messages: readonly string[],
  enhancers?: Enhancers,
  more: readonly object[] = [],
): Promise<string[]> {
  log = [];
  const providers = [handler, RoleGuard, ...(more as never[])];
  await using tested = await TestedApplication.start({ providers }, enhancers ? { enhancers } : {});
  await tested.test.redis.rpush(key, ...messages);
  await tested.test.settled();
  const outcomes = Object.values(tested.test.runtime.health().functions);
  const sum = (of: 'succeeded' | 'failed' | 'dropped'): number =>
    outcomes.reduce((total, each) => total + each[of], 0);
  return [...log, `${sum('succeeded')} ${sum('failed')} ${sum('dropped')}`];
}

describe("NestJS' enhancers around a handler", () => {
  it('see the message, the payload and the context, with the metadata of the method', async () => {
    expect(await handle(Orders, 'orders', ['fine'])).to.deep.equal([
      'guard redis-triggers Orders clerk fine undefined Orders.onOrder',
      'before',
      'after private',
      '1 0 0',
    ]);
  });

  it('fail a message that a guard does not let in', async () => {
    const [guard, filter, ...rest] = await handle(Orders, 'orders', ['forbidden']);
    expect(guard).to.include('forbidden');
    expect(filter).to.equal('filter redis-triggers forbidden Forbidden resource');
    expect(rest).to.deep.equal(['0 1 0']);
  });

  it('of the class are around each of its functions, and hand on no arguments of their own', async () => {
    expect(await handle(Orders, 'others', ['fine'])).to.deep.equal([
      'guard redis-triggers Orders undefined fine undefined Orders.onOther',
      'other 1',
      '1 0 0',
    ]);
  });

  it('let a filter answer for an error, translate it, or only look', async () => {
    const said = async (message: string): Promise<string[]> =>
      (await handle(Orders, 'orders', [message])).slice(2);
    expect(await said('answered')).to.deep.equal(['filter redis-triggers answered failed', '1 0 0']);
    expect(await said('translated')).to.deep.equal(['filter redis-triggers translated failed', '0 1 0']);
    expect(await said('other')).to.deep.equal(['filter redis-triggers other failed', '0 1 0']);
  });

  it('lose no message to a filter that logs and returns a promise of nothing', async () => {
    expect((await handle(Orders, 'logged', ['a'])).slice(1)).to.deep.equal(['async filter logged', '0 1 0']);
  });

  it('keep a verdict from filters', async () => {
    expect((await handle(Orders, 'orders', ['dropped'])).slice(2)).to.deep.equal(['0 0 1']);
  });

  it('run pipes on every argument, the payload as a body', async () => {
    expect(await handle(Piped, 'piped', ['{"id":5}'])).to.deep.equal([
      'pipe body Order',
      'pipe custom InvocationContext',
      'pipe custom RoleGuard',
      'Order 5 true true',
      '1 0 0',
    ]);
  });

  it('see arrays where a function takes several messages at once', async () => {
    const said = await handle(Piped, 'batched', ['{"id":5}']);
    expect(said).to.deep.equal(['[{"id":5}]', 'pipe body Array', 'batch 5', '1 0 0']);
  });

  it('may be of the request, and then the handler is', async () => {
    expect(await handle(Guarded, 'guarded', ['a', 'b'], 'declared', [RequestGuard])).to.deep.equal([
      'request a',
      'ran',
      'request b',
      'ran',
      '2 0 0',
    ]);
  });

  describe('that are global', () => {
    const globals = [
      { provide: APP_GUARD, useClass: RoleGuard },
      { provide: APP_INTERCEPTOR, useClass: Around },
      { provide: APP_PIPE, useClass: NotePipe },
      { provide: APP_FILTER, useClass: OnlyLogs },
    ];

    it("are not run unless asked for: they are the requests'", async () => {
      expect(await handle(Plain, 'plain', ['a'], undefined, globals)).to.deep.equal(['ran', '1 0 0']);
    });

    it('are not run beside those that are declared', async () => {
      expect(await handle(Orders, 'others', ['a'], 'declared', globals)).to.deep.equal([
        'guard redis-triggers Orders undefined a undefined Orders.onOther',
        'other 1',
        '1 0 0',
      ]);
    });

    it("are run with 'all'", async () => {
      expect(await handle(Plain, 'plain', ['a'], 'all', globals)).to.deep.equal([
        'guard redis-triggers Plain undefined a undefined Plain.run',
        'before',
        'pipe custom undefined',
        'ran',
        'after undefined',
        '1 0 0',
      ]);
    });

    it("are not run with 'none', nor are the declared ones", async () => {
      expect(await handle(Orders, 'others', ['a'], 'none', globals)).to.deep.equal(['other 0', '1 0 0']);
    });
  });
});
