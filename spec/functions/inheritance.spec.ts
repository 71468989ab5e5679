import { expect } from 'chai';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import { InvocationContext } from '../../lib/messages/invocation-context.js';
import { Payload } from '../../lib/triggers/payload.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { describeClasses } from '../support/describe-classes.js';

const connection = 'c';

class Order {
  id = '';
}

class Parent {
  @RedisListTrigger({ connection, key: 'kept' })
  kept(_message: RedisMessageModel): void {
    // only its description is looked at
  }

  @RedisListTrigger({ connection, key: 'overridden' })
  overridden(_message: RedisMessageModel, _context: InvocationContext): void {
    // only its description is looked at
  }

  @RedisListTrigger({ connection, key: 'redecorated' })
  redecorated(@Payload(Order) _order: Order): void {
    // only its description is looked at
  }
}

class Child extends Parent {
  override overridden(_message: RedisMessageModel, _context: InvocationContext): void {
    // keeps the parent's trigger, types included
  }

  @RedisStreamTrigger({ connection, key: 'redecorated' })
  override redecorated(_message: unknown): void {
    // has a trigger of its own, and so parameters of its own
  }

  @RedisListTrigger({ connection, key: 'own' })
  own(): void {
    // only its description is looked at
  }
}

// What a compiler emits for `redecorated(message: RedisMessageModel)`, which TypeScript does not let us write.
Reflect.defineMetadata('design:paramtypes', [RedisMessageModel], Child.prototype, 'redecorated');

describe('the functions of a subclass', () => {
  const { functions, problems } = describeClasses([Child]);
  const named = (name: string) => functions.find(({ method }) => method === name);

  it("are its own and its parents', an overridden method once", () => {
    expect(problems).to.be.empty;
    expect(functions.map(({ id, kind }) => [id, kind])).to.deep.equal([
      ['Child.kept', 'list'],
      ['Child.overridden', 'list'],
      ['Child.redecorated', 'stream'],
      ['Child.own', 'list'],
    ]);
    for (const { handlerClass } of functions) expect(handlerClass).to.equal(Child);
  });

  it("keep the parent's types when an override has no decorator", () => {
    expect(named('overridden')?.parameters).to.deep.equal([
      { from: 'message', form: 'model' },
      { from: 'context' },
    ]);
  });

  it('have parameters of their own when an override has its own trigger', () => {
    expect(named('redecorated')?.parameters).to.deep.equal([{ from: 'message', form: 'model' }]);
    expect(named('redecorated')).to.not.have.property('payload');
  });

  it('leave those of the parent as they are', () => {
    const parent = describeClasses([Parent]).functions;
    expect(parent.map(({ id, kind }) => [id, kind])).to.deep.equal([
      ['Parent.kept', 'list'],
      ['Parent.overridden', 'list'],
      ['Parent.redecorated', 'list'],
    ]);
    expect(parent[2]).to.include({ payload: Order });
  });

  it('stand beside those of the parent when both are handlers', () => {
    const both = describeClasses([Parent, Child]);
    expect(both.problems).to.be.empty;
    expect(both.functions.map(({ id }) => id)).to.include.members(['Parent.kept', 'Child.kept']);
  });

  it('come from a grandparent as well', () => {
    class Grandchild extends Child {}
    expect(describeClasses([Grandchild]).functions.map(({ id }) => id)).to.deep.equal([
      'Grandchild.kept',
      'Grandchild.overridden',
      'Grandchild.redecorated',
      'Grandchild.own',
    ]);
  });
});

describe('several triggers on one method', () => {
  it('are several functions, in the order of the source, each with its name', () => {
    class Several {
      @RedisListTrigger({ connection, key: 'a', name: 'first' })
      @RedisStreamTrigger({ connection, key: 'b', name: 'second' })
      run(): void {
        // only its description is looked at
      }
    }
    const { functions, problems } = describeClasses([Several]);
    expect(problems).to.be.empty;
    expect(functions.map(({ id, place, kind }) => [id, place, kind])).to.deep.equal([
      ['first', 'Several.run', 'list'],
      ['second', 'Several.run', 'stream'],
    ]);
  });

  it('without names are a problem', () => {
    class Nameless {
      @RedisListTrigger({ connection, key: 'a' })
      @RedisListTrigger({ connection, key: 'b' })
      run(): void {
        // only its description is looked at
      }
    }
    const { problems } = describeClasses([Nameless]);
    expect(problems.map(({ code }) => code)).to.deep.equal(['FUNCTION_ID_DUPLICATE']);
    expect(problems[0]?.what).to.include('"Nameless.run"').and.include('2 times');
  });
});

describe('a function id', () => {
  class One {
    @RedisListTrigger({ connection, key: 'a', name: 'same' })
    run(): void {
      // only its description is looked at
    }
  }
  class Two {
    @RedisListTrigger({ connection, key: 'a', name: 'same', count: 0 })
    run(): void {
      // only its description is looked at
    }
  }

  it('that is taken twice is a problem, also when one of the two has another', () => {
    const { problems } = describeClasses([One, Two]);
    expect(problems.map(({ code, place }) => [code, place])).to.deep.equal([
      ['OPTION_INVALID', 'Two.run'],
      ['FUNCTION_ID_DUPLICATE', 'One.run'],
    ]);
    expect(problems[1]?.what).to.include('One.run, Two.run');
  });
});
