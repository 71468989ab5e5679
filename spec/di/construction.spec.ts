import 'reflect-metadata';
import { EventEmitter } from 'node:events';
import { expect } from 'chai';
import { container as globalContainer, delay, inject, injectable, Lifecycle, singleton } from 'tsyringe';
import { TsyringeContainer } from '../../lib/di/tsyringe-container.js';
import type { Class } from '../../lib/metadata/class.js';

@injectable()
class Shop {
  readonly name = 'shop';
}

@injectable()
class DecoratedBase {
  constructor(readonly shop: Shop) {}
}

class PlainBase {
  constructor(readonly shop: Shop) {}
}

class Undecorated extends DecoratedBase {}

@injectable()
class OfDecorated extends DecoratedBase {}

@injectable()
class OfPlain extends PlainBase {}

class Grandchild extends Undecorated {}

@singleton()
class OnlyOne extends PlainBase {}

class WithConstructor extends PlainBase {
  constructor() {
    super(new Shop());
  }
}

@injectable()
class Longer extends DecoratedBase {
  readonly second: Shop;

  constructor(shop: Shop, second: Shop) {
    super(shop);
    this.second = second;
  }
}

class Emitter extends EventEmitter {}

interface Clock {
  now(): number;
}

@injectable()
class AsksForInterface {
  constructor(readonly clock: Clock) {}
}

@injectable()
class AsksForPrimitive {
  constructor(readonly size: number) {}
}

@injectable()
class Deep {
  constructor(readonly inner: AsksForPrimitive) {}
}

@injectable()
class AsksForToken {
  constructor(@inject('nobody knows') readonly value: unknown) {}
}

@injectable()
class Around {
  constructor(@inject('round') readonly other: unknown) {}
}

@injectable()
class AroundLater {
  constructor(@inject(delay(() => AroundLater)) readonly other: AroundLater) {}
}

/** What is wrong with a class, or undefined where it can be made. */
function problemOf(target: Class, prepare = globalContainer.createChildContainer()): string | undefined {
  const container = new TsyringeContainer(prepare);
  try {
    container.prepare(target, []);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

describe('a class whose constructor would get less than it takes', () => {
  const wrong: [string, Class, RegExp][] = [
    ['inherits from a decorated class', Undecorated, /Undecorated inherits the constructor of DecoratedBase/],
    ['inherits through another', Grandchild, /Grandchild inherits the constructor of DecoratedBase/],
    [
      'is decorated and inherits from one that is not',
      OfPlain,
      /OfPlain inherits the constructor of PlainBase/,
    ],
    ['is a singleton', OnlyOne, /OnlyOne inherits the constructor of PlainBase/],
    ['asks for an interface', AsksForInterface, /interface or a primitive \(emitted as Object\).*@inject/],
    ['asks for a primitive', AsksForPrimitive, /interface or a primitive \(emitted as Number\).*@inject/],
    ['needs such a one', Deep, /emitted as Number.*\(Deep → AsksForPrimitive\)/],
    ['asks for a token without a registration', AsksForToken, /nothing is registered under "nobody knows"/],
  ];
  for (const [what, target, message] of wrong) {
    it(`is a problem where it ${what}`, () => expect(problemOf(target)).to.match(message));
  }

  it('is a problem where it is registered under a token as well', () => {
    const container = globalContainer.createChildContainer();
    container.register('token', { useClass: Undecorated }, { lifecycle: Lifecycle.Singleton });
    expect(problemOf('token' as never, container)).to.match(/Undecorated inherits/);
  });

  it('is a problem where it needs itself, but for delay()', () => {
    const container = globalContainer.createChildContainer();
    container.register('round', { useClass: Around });
    expect(problemOf(Around, container)).to.match(/Around needs itself.*delay/);
    expect(problemOf(AroundLater)).to.equal(undefined);
  });

  for (const target of [OfDecorated, WithConstructor, Longer, Emitter, Shop]) {
    it(`is none where there is nothing wrong (${target.name})`, () => {
      expect(problemOf(target)).to.equal(undefined);
      new TsyringeContainer(globalContainer.createChildContainer()).resolve(target);
    });
  }
});
