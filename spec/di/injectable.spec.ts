import 'reflect-metadata';
import { expect } from 'chai';
import { container as globalContainer, singleton } from 'tsyringe';
import { TsyringeContainer } from '../../lib/di/tsyringe-container.js';
import { createToken } from '../../lib/triggers/create-token.js';
import { Injectable } from '../../lib/triggers/injectable.js';

const CURRENCY = createToken<string>('currency');

@Injectable()
class Shop {
  static readonly inject = [CURRENCY] as const;
  constructor(readonly currency: string) {}
}

@singleton()
@Injectable()
class Till {
  static readonly inject = [Shop, CURRENCY] as const;
  constructor(
    readonly shop: Shop,
    readonly currency: string,
  ) {}
}

describe('@Injectable()', () => {
  const child = () => {
    const container = globalContainer.createChildContainer();
    container.registerInstance(CURRENCY, 'EUR');
    return new TsyringeContainer(container);
  };

  it('has tsyringe make a class of what its list names', () => {
    const container = child();
    expect(container.prepare(Shop, [])).to.equal('transient');
    expect(container.resolve(Shop)).to.deep.include({ currency: 'EUR' });
  });

  it("leaves the lifetime to tsyringe's own decorators", () => {
    globalContainer.registerInstance(CURRENCY, 'EUR');
    const container = child();
    expect(container.prepare(Till, [])).to.equal('singleton');
    const till = container.resolve(Till) as Till;
    expect(till.shop).to.be.instanceOf(Shop);
    expect(container.resolve(Till)).to.equal(till);
  });

  it('has a missing registration found at the start', () => {
    const MISSING = createToken<string>('missing');
    @Injectable()
    class Lost {
      static readonly inject = [MISSING] as const;
      constructor(readonly missing: string) {}
    }
    expect(() => child().prepare(Lost, [])).to.throw('nothing is registered under "Symbol(missing)"');
  });

  it('is refused without a list', () => {
    class Empty {}
    const decorate = Injectable() as (target: unknown) => void;
    expect(() => decorate(Empty))
      .to.throw('no static list "inject"')
      .that.includes({ code: 'HANDLER_INVALID', place: 'Empty' });
  });

  it('reads the list of a standard decorator once the static members are there', () => {
    class Late {
      static inject?: readonly unknown[];
      constructor(readonly shop: unknown) {}
    }
    const initializers: (() => void)[] = [];
    const context = {
      kind: 'class',
      name: 'Late',
      addInitializer: (each: () => void) => initializers.push(each),
    };
    (Injectable() as unknown as (target: unknown, context: unknown) => void)(Late, context);
    singleton()(Late);
    Late.inject = [Shop];
    for (const initialize of initializers) initialize();
    expect(globalContainer.resolve(Late).shop).to.be.instanceOf(Shop);
  });
});
