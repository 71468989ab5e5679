import 'reflect-metadata';
import { expect } from 'chai';
import {
  container as globalContainer,
  inject,
  injectable,
  injectAll,
  Lifecycle,
  scoped,
  singleton,
} from 'tsyringe';
import { INVOCATION_LOGGER, type InvocationLogger } from '../../lib/di/invocation-tokens.js';
import { TsyringeContainer } from '../../lib/di/tsyringe-container.js';
import { InvocationContext } from '../../lib/messages/invocation-context.js';
import { ListElement } from '../../lib/messages/list-element.js';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import { Inject } from '../../lib/triggers/inject.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { makeInvoker } from '../support/make-invoker.js';
import { element } from '../support/messages.js';

const on = { connection: 'c', key: 'k' };

/** What was made and disposed, in order. */
const made: object[] = [];
const disposed: object[] = [];

abstract class Tracked {
  constructor() {
    made.push(this);
  }

  dispose(): void | Promise<void> {
    disposed.push(this);
  }
}

beforeEach(() => {
  made.length = 0;
  disposed.length = 0;
});

describe('a handler class', () => {
  const seen: object[] = [];
  beforeEach(() => (seen.length = 0));

  class Plain {
    @RedisListTrigger(on)
    run(): void {
      seen.push(this);
    }
  }

  @singleton()
  class Single {
    @RedisListTrigger(on)
    run(): void {
      seen.push(this);
    }
  }

  @scoped(Lifecycle.ContainerScoped)
  class ScopedHandler {
    @RedisListTrigger(on)
    run(): void {
      seen.push(this);
    }
  }

  for (const [handlerClass, instances] of [
    [Plain, 2],
    [Single, 1],
    [ScopedHandler, 2],
  ] as const) {
    it(`${handlerClass.name} has ${instances} instances in two invocations`, async () => {
      const invoker = await makeInvoker(handlerClass);
      await invoker.execute([element()]);
      await invoker.execute([element()]);
      expect(seen).to.have.length(2);
      expect(new Set(seen)).to.have.property('size', instances);
    });
  }
});

describe('a scope', () => {
  @scoped(Lifecycle.ContainerScoped)
  class Reader extends Tracked {
    constructor(
      readonly message: RedisMessageModel,
      readonly element: ListElement,
      readonly context: InvocationContext,
      @inject(INVOCATION_LOGGER) readonly logger: InvocationLogger,
    ) {
      super();
    }
  }

  @injectable()
  class Handlers {
    constructor(readonly reader: Reader) {}

    @RedisListTrigger(on)
    run(model: RedisMessageModel, context: InvocationContext, reader: Reader): unknown {
      expect(reader).to.equal(this.reader);
      expect(reader.message).to.deep.equal(model);
      expect(reader.element.body.toString()).to.equal(model.message);
      expect(reader.context).to.equal(context);
      expect(reader.logger).to.equal(context.logger);
      if (model.message === 'fail') throw new Error('failed');
      return undefined;
    }
  }

  it('gives a service what belongs to its own invocation', async () => {
    const invoker = await makeInvoker(Handlers);
    const outcomes = await Promise.all(
      ['a', 'b'].map(async (text) => await invoker.execute([element(text)])),
    );
    expect(outcomes.flat()).to.deep.equal([{ status: 'succeeded' }, { status: 'succeeded' }]);
    expect((made as Reader[]).map(({ message }) => message.message)).to.have.members(['a', 'b']);
  });

  it('is disposed after its invocation, also after a failed one', async () => {
    const invoker = await makeInvoker(Handlers);
    await invoker.execute([element('a')]);
    expect(disposed).to.deep.equal(made).and.have.length(1);
    const [outcome] = await invoker.execute([element('fail')]);
    expect(outcome).to.include({ status: 'failed' });
    expect(disposed).to.deep.equal(made).and.have.length(2);
  });

  it('is waited for while it is disposed', async () => {
    let isOver = false;
    class Slow extends Tracked {
      override async dispose(): Promise<void> {
        await new Promise((resolve) => setImmediate(resolve));
        isOver = true;
      }
    }
    class WithSlow {
      @RedisListTrigger(on)
      run(_slow: Slow): void {
        // asking for it is enough
      }
    }
    await (await makeInvoker(WithSlow)).execute([element()]);
    expect(isOver).to.equal(true);
  });
});

describe('singletons', () => {
  @singleton()
  class Handled extends Tracked {}

  @singleton()
  class Nested extends Tracked {}

  @scoped(Lifecycle.ContainerScoped)
  class ScopedWithNested {
    constructor(readonly nested: Nested) {}
  }

  @injectable()
  class DisposableWithNested extends Tracked {
    constructor(readonly nested: Nested) {
      super();
    }
  }

  class First extends Tracked {}
  class Second extends Tracked {}

  @scoped(Lifecycle.ContainerScoped)
  class WithAll {
    constructor(@injectAll('plugin') readonly plugins: object[]) {}
  }

  class Handlers {
    @RedisListTrigger(on)
    run(
      _handled: Handled,
      _scoped: ScopedWithNested,
      _disposable: DisposableWithNested,
      _all: WithAll,
    ): void {
      // asking for them is enough
    }
  }

  it('are made once, at the start, and never disposed with a scope', async () => {
    const root = globalContainer.createChildContainer();
    root.registerSingleton('plugin', First).registerSingleton('plugin', Second);
    const invoker = await makeInvoker(Handlers, { container: new TsyringeContainer(root) });
    const names = () => made.map(({ constructor }) => constructor.name);
    expect(names()).to.have.members(['Handled', 'Nested', 'First', 'Second']);
    await invoker.execute([element()]);
    await invoker.execute([element()]);
    expect(names().slice(4)).to.deep.equal(['DisposableWithNested', 'DisposableWithNested']);
    expect(disposed.map(({ constructor }) => constructor.name)).to.deep.equal(names().slice(4));
  });
});

describe('a disposable transient', () => {
  class Cursor extends Tracked {}

  class Handlers {
    @RedisListTrigger(on)
    run(_cursor: Cursor): void {
      // asking for it is enough
    }
  }

  it('is disposed after its invocation, and the root keeps none', async () => {
    const root = globalContainer.createChildContainer();
    const invoker = await makeInvoker(Handlers, { container: new TsyringeContainer(root) });
    for (let count = 0; count < 3; count++) await invoker.execute([element()]);
    expect(made).to.have.length(3);
    expect(disposed).to.deep.equal(made);
    await root.dispose();
    expect(disposed).to.have.length(3);
  });
});

describe('parameters from the container', () => {
  it('may be asked for by class and by token, of any provider', async () => {
    class Shop {}
    const database = { name: 'db' };
    const received: unknown[] = [];
    class Handlers {
      @RedisListTrigger(on)
      run(
        shop: Shop,
        @Inject('db') db: unknown,
        @Inject('made') product: unknown,
        @Inject('alias') alias: unknown,
      ): void {
        received.push(shop, db, product, alias);
      }
    }
    const root = globalContainer.createChildContainer();
    root.registerInstance('db', database).register('alias', { useToken: 'db' });
    root.register('made', { useFactory: (container) => container.resolve(RedisMessageModel).message });
    const invoker = await makeInvoker(Handlers, { container: new TsyringeContainer(root) });
    const outcomes = await invoker.execute([element('the text')]);
    expect(outcomes).to.deep.equal([{ status: 'succeeded' }]);
    expect(received[0]).to.be.instanceOf(Shop);
    expect(received.slice(1)).to.deep.equal([database, 'the text', database]);
  });
});
