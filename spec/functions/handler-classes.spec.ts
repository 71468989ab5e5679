import { expect } from 'chai';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { describeClasses } from '../support/describe-classes.js';

const trigger = RedisListTrigger({ connection: 'c', key: 'k' });

describe('a handler class', () => {
  const invalid = (handlerClass: unknown) => {
    const { functions, problems } = describeClasses([handlerClass as never]);
    expect(functions).to.be.empty;
    for (const { code } of problems) expect(code).to.equal('HANDLER_INVALID');
    return problems.map(({ place, what }) => `${place}: ${what}`);
  };

  it('must have a method with a trigger', () => {
    class Empty {}
    expect(invalid(Empty)).to.deep.equal(['Empty: the class has no method with a trigger decorator']);
  });

  it('must be a class', () => {
    expect(invalid(() => undefined)).to.have.length(1);
    expect(invalid(class {})[0]).to.match(/^\(class without a name\): /);
  });

  it('must not have its triggers on static methods', () => {
    class Static {
      @trigger
      static run(): void {
        // never runs
      }
    }
    class Heir extends Static {}
    expect(invalid(Static)).to.deep.equal(['Static.run: a trigger decorator is on a static method']);
    expect(invalid(Heir)).to.deep.equal(['Heir.run: a trigger decorator is on a static method']);
  });

  it('must not have its triggers on accessors or properties', () => {
    const anywhere: MethodDecorator = trigger;
    class Accessor {
      @anywhere
      get run(): string {
        throw new Error('an accessor must not be read');
      }
    }
    class Property {}
    (trigger as MethodDecorator as PropertyDecorator)(Property.prototype, 'run');
    for (const handlerClass of [Accessor, Property]) {
      expect(invalid(handlerClass)).to.deep.equal([
        `${handlerClass.name}.run: a trigger decorator is on something that is not a method`,
      ]);
    }
  });

  it('may have functions beside a misplaced trigger', () => {
    class Mixed {
      @trigger
      run(): void {
        // only its description is looked at
      }

      @trigger
      static wrong(): void {
        // never runs
      }
    }
    const { functions, problems } = describeClasses([Mixed]);
    expect(functions.map(({ id }) => id)).to.deep.equal(['Mixed.run']);
    expect(problems.map(({ place }) => place)).to.deep.equal(['Mixed.wrong']);
  });

  it('may have a method whose name is a symbol', () => {
    const run = Symbol('run');
    class Symbolic {
      @trigger
      [run](): void {
        // only its description is looked at
      }
    }
    const { functions } = describeClasses([Symbolic]);
    expect(functions[0]).to.include({ id: 'Symbolic.Symbol(run)', method: run });
  });
});
