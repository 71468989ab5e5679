import 'reflect-metadata';
import { expect } from 'chai';
import {
  container as globalContainer,
  delay,
  inject,
  injectable,
  injectAll,
  Lifecycle,
  scoped,
  type DependencyContainer,
} from 'tsyringe';
import { INVOCATION_LOGGER, type InvocationLogger } from '../../lib/di/invocation-tokens.js';
import { TsyringeContainer } from '../../lib/di/tsyringe-container.js';
import { InvocationContext } from '../../lib/messages/invocation-context.js';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import type { Token } from '../../lib/metadata/parameter-metadata.js';

const tokens = [RedisMessageModel, InvocationContext, INVOCATION_LOGGER];

/** What scopes are made with where this token was prepared. */
function askedFor(
  token: Token,
  tsyringe: DependencyContainer = globalContainer.createChildContainer(),
): Token[] {
  const container = new TsyringeContainer(tsyringe);
  container.prepare(token, tokens);
  return tokens.filter((each) => container.mayAskFor(each));
}

@scoped(Lifecycle.ContainerScoped)
class AsksForNothing {}

@injectable()
class AsksForContext {
  constructor(readonly context: InvocationContext) {}
}

@injectable()
class AsksFarAway {
  constructor(
    @inject(delay(() => AsksForContext)) readonly later: AsksForContext,
    @inject(INVOCATION_LOGGER, { isOptional: true }) readonly logger?: InvocationLogger,
  ) {}
}

@injectable()
class AsksForAll {
  constructor(@injectAll(RedisMessageModel) readonly models: RedisMessageModel[]) {}
}

describe('the values of a scope, with tsyringe', () => {
  it('are none where nobody asks for any', () => {
    expect(askedFor(AsksForNothing)).to.deep.equal([]);
  });

  it('are those that constructors ask for, however far away', () => {
    expect(askedFor(AsksForContext)).to.deep.equal([InvocationContext]);
    expect(askedFor(AsksFarAway)).to.deep.equal([InvocationContext, INVOCATION_LOGGER]);
    expect(askedFor(AsksForAll)).to.deep.equal([RedisMessageModel]);
  });

  it('are those that are asked for directly', () => {
    expect(askedFor(INVOCATION_LOGGER)).to.deep.equal([INVOCATION_LOGGER]);
  });

  it('are all where there is a factory, which may ask for any', () => {
    const container = globalContainer.createChildContainer();
    container.register('made', { useFactory: (scope) => scope.resolve(RedisMessageModel) });
    container.register('alias', { useToken: 'made' });
    expect(askedFor('alias', container)).to.deep.equal(tokens);
  });
});

describe('a scope of tsyringe in which nothing is disposable', () => {
  it('is disposed all the same where a factory may have kept it', async () => {
    const tsyringe = globalContainer.createChildContainer();
    const kept: DependencyContainer[] = [];
    tsyringe.register('made', { useFactory: (scope) => kept.push(scope) });
    const container = new TsyringeContainer(tsyringe);
    container.prepare('made', tokens);
    const scope = container.createScope([]);
    scope.resolve('made');
    await scope.dispose();
    expect(() => kept[0]?.resolve(AsksForNothing)).to.throw('disposed');
  });

  it('resolves with what it made, and has nothing to dispose', () => {
    const container = new TsyringeContainer(globalContainer.createChildContainer());
    container.prepare(AsksForNothing, tokens);
    const scope = container.createScope([]);
    expect(scope.resolve(AsksForNothing)).to.equal(scope.resolve(AsksForNothing));
    expect(scope.dispose()).to.equal(undefined);
  });

  it('disposes what has its method as a property of its own', async () => {
    let disposals = 0;
    @scoped(Lifecycle.ContainerScoped)
    class Own {
      readonly dispose = (): void => void (disposals += 1);
    }
    const container = new TsyringeContainer(globalContainer.createChildContainer());
    container.prepare(Own, tokens);
    const scope = container.createScope([]);
    scope.resolve(Own);
    await scope.dispose();
    expect(disposals).to.equal(1);
  });
});
