import 'reflect-metadata';
import { expect } from 'chai';
import { injectable } from 'tsyringe';
import { createRuntime } from '../../lib/create-runtime.js';
import { Inject } from '../../lib/triggers/inject.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { rejectionOf } from '../support/rejection-of.js';

const on = { connection: 'c', key: 'k' };

class Needy {
  constructor(readonly shop: { name: string }) {}

  @RedisListTrigger(on)
  run(): void {
    // never runs
  }
}

@injectable()
class Shop {}

@injectable()
class WithShop {
  constructor(readonly shop: Shop) {}
}

class Inheriting extends WithShop {
  @RedisListTrigger(on)
  run(): void {
    // never runs
  }
}

class Asking {
  @RedisListTrigger(on)
  run(@Inject('gone') _part: unknown): void {
    // never runs
  }
}

describe('a dependency that the container cannot make', () => {
  it('ends start() with the places of all functions that need one, before anything connects', async () => {
    let connected = 0;
    const connect = (): never => {
      connected += 1;
      throw new Error('nothing must connect');
    };
    const runtime = await createRuntime({
      handlers: [Needy, Inheriting, Asking],
      connections: { c: connect },
      logger: false,
    });
    const error = await rejectionOf(runtime.start());
    expect(error.problems.map(({ code, place }) => [code, place])).to.deep.equal([
      ['DEPENDENCY_UNRESOLVED', 'Needy.run'],
      ['DEPENDENCY_UNRESOLVED', 'Inheriting.run'],
      ['DEPENDENCY_UNRESOLVED', 'Asking.run'],
    ]);
    expect(error.message).to.include('"gone"').and.include('@injectable()');
    expect(connected).to.equal(0);
  });
});
