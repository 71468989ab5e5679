import 'reflect-metadata';
import { expect } from 'chai';
import {
  container as globalContainer,
  delay,
  inject,
  injectAll,
  injectable,
  Lifecycle,
  scoped,
  singleton,
  type DependencyContainer,
} from 'tsyringe';
import { INVOCATION_LOGGER } from '../../lib/di/invocation-tokens.js';
import { TsyringeContainer } from '../../lib/di/tsyringe-container.js';
import { InvocationContext } from '../../lib/messages/invocation-context.js';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import type { Token } from '../../lib/metadata/parameter-metadata.js';

const invocationTokens = [RedisMessageModel, InvocationContext, INVOCATION_LOGGER];

function prepare(token: Token, register?: (container: DependencyContainer) => void) {
  const container = globalContainer.createChildContainer();
  register?.(container);
  return new TsyringeContainer(container).prepare(token, invocationTokens);
}

class Plain {}

@singleton()
class Single {}

@scoped(Lifecycle.ContainerScoped)
class Scoped {}

class Disposable {
  dispose(): void {
    // that it has this method is enough
  }
}

@injectable()
class NeedsMessage {
  constructor(readonly message: RedisMessageModel) {}
}

@injectable()
class NeedsSingle {
  constructor(readonly single: Single) {}
}

@injectable()
class NeedsDeep {
  constructor(
    readonly single: NeedsSingle,
    readonly message: NeedsMessage,
  ) {}
}

@injectable()
class NeedsLogger {
  constructor(@inject(INVOCATION_LOGGER) readonly logger: unknown) {}
}

@injectable()
class NeedsDisposable {
  constructor(readonly part: Disposable) {}
}

@injectable()
class Egg {
  constructor(@inject(delay(() => Hen)) readonly hen: unknown) {}
}

@injectable()
class Hen {
  constructor(
    readonly egg: Egg,
    readonly message: RedisMessageModel,
  ) {}
}

@injectable()
class Optional {
  constructor(@inject('missing', { isOptional: true }) readonly part: unknown) {}
}

@injectable()
class OptionalLogger {
  constructor(@inject(INVOCATION_LOGGER, { isOptional: true }) readonly part: unknown) {}
}

describe('the lifetime of what tsyringe makes', () => {
  const cases: [string, string, Token, ((container: DependencyContainer) => void)?][] = [
    ['transient', 'a class that says nothing', Plain],
    ['singleton', 'a @singleton()', Single],
    ['scoped', 'a class scoped to its container', Scoped],
    ['transient', 'a class that needs a singleton', NeedsSingle],
    ['scoped', 'a class that needs the message', NeedsMessage],
    ['scoped', 'a class that needs such a class', NeedsDeep],
    ['scoped', 'a class that needs the logger of the invocation', NeedsLogger],
    ['scoped', 'a class that may have the logger of the invocation', OptionalLogger],
    ['scoped', 'a disposable class: the root would keep each for ever', Disposable],
    ['scoped', 'a class that needs a disposable one', NeedsDisposable],
    ['scoped', 'a cycle through delay() with something of the invocation', Egg],
    ['scoped', 'the same cycle from its other end', Hen],
    ['transient', 'a class whose optional part is missing', Optional],
    ['scoped', 'a value of the invocation', RedisMessageModel],
    ['transient', 'a value', 'v', (container) => container.register('v', { useValue: 0 })],
    [
      'scoped',
      'a factory, which may want anything',
      'f',
      (container) => container.register('f', { useFactory: () => 1 }),
    ],
    [
      'singleton',
      'a name for a singleton',
      'n',
      (container) => container.register('n', { useToken: Single }),
    ],
    [
      'scoped',
      'a name for a scoped class',
      'n',
      (container) => container.register('n', { useToken: Scoped }),
    ],
    ['transient', 'a name for a class', 'n', (container) => container.register('n', { useClass: Plain })],
    ['singleton', 'a name for a class, once', 'n', (container) => container.registerSingleton('n', Plain)],
    [
      'singleton',
      'a class that is registered once',
      Plain,
      (container) => container.registerSingleton(Plain),
    ],
  ];
  for (const [lifetime, what, token, register] of cases) {
    it(`is ${lifetime} for ${what}`, () => expect(prepare(token, register)).to.equal(lifetime));
  }
});

describe('what tsyringe can never make', () => {
  class Undecorated {
    constructor(readonly part: Plain) {}
  }

  @injectable()
  class NeedsMissing {
    constructor(@inject('missing') readonly part: unknown) {}
  }

  @injectable()
  class NeedsAllMissing {
    constructor(@injectAll('missing') readonly parts: unknown[]) {}
  }

  @injectable()
  class NeedsUndecorated {
    constructor(readonly part: Undecorated) {}
  }

  @injectable()
  class NeedsInterface {
    constructor(readonly part: { id: string }) {}
  }

  @injectable()
  class Circular {
    constructor(@inject(undefined as never) readonly part: unknown) {}
  }

  @singleton()
  class SingleNeedsMessage {
    constructor(readonly message: RedisMessageModel) {}
  }

  @scoped(Lifecycle.ContainerScoped)
  class ScopedNeedsMissing {
    constructor(@inject('missing') readonly part: unknown) {}
  }

  const cases: [string, Token, RegExp][] = [
    ['a name without a registration', 'missing', /nothing is registered under "missing"/],
    ['a symbol without a registration', Symbol('gone'), /nothing is registered under "Symbol\(gone\)"/],
    ['a class that needs such a name', NeedsMissing, /"missing"/],
    ['a class that needs all of such a name', NeedsAllMissing, /"missing"/],
    ['a scoped class that needs such a name', ScopedNeedsMissing, /"missing"/],
    [
      'a class without a decorator whose constructor takes something',
      Undecorated,
      /Undecorated has constructor parameters/,
    ],
    ['a class that needs such a class', NeedsUndecorated, /Undecorated/],
    ['a class that needs an interface', NeedsInterface, /Object/],
    ['a cycle of imports', Circular, /the constructor of Circular asks for undefined/],
    ['a singleton that needs something of the invocation', SingleNeedsMessage, /RedisMessageModel/],
  ];
  for (const [what, token, message] of cases) {
    it(`is found at the start: ${what}`, () => expect(() => prepare(token)).to.throw(message));
  }
});
