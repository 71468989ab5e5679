import { expect } from 'chai';
import type { Container, InvocationValues, Lifetime } from '../../lib/di/container.js';
import { InstanceSource, type Instances } from '../../lib/di/instance-source.js';
import { isPromiseLike } from '../../lib/time/is-promise-like.js';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import type { Token } from '../../lib/metadata/parameter-metadata.js';
import { Inject } from '../../lib/triggers/inject.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { TimeLimit } from '../../lib/invocation/time-limit.js';
import { makeInvoker } from '../support/make-invoker.js';
import { ManualClock, settled } from '../support/manual-clock.js';
import { element } from '../support/messages.js';

type Factory = (values: ReadonlyMap<Token, unknown>) => unknown;

/** A container of another framework: factories by token, each with its lifetime. */
class OtherContainer implements Container {
  readonly calls: string[] = [];

  constructor(private readonly factories: ReadonlyMap<Token, readonly [Lifetime, Factory]>) {}

  prepare(token: Token): Lifetime {
    const [lifetime] = this.factories.get(token) ?? [];
    if (!lifetime) throw new Error(`nobody knows ${String(token)}`);
    return lifetime;
  }

  resolve(token: Token): unknown {
    this.calls.push(`resolve ${name(token)}`);
    return this.factories.get(token)?.[1](new Map());
  }

  createScope(values: InvocationValues) {
    this.calls.push('createScope');
    return {
      resolve: (token: Token): unknown => this.factories.get(token)?.[1](new Map(values)),
      dispose: () => void this.calls.push('dispose'),
    };
  }
}

/** The instances of a container that takes no time to make a scope. */
function openAtOnce(source: InstanceSource, valueOf: (token: Token) => unknown): Instances {
  const opened = source.open(valueOf);
  return isPromiseLike(opened) ? expect.fail('a promise') : opened;
}

const name = (token: Token): string => (typeof token === 'function' ? token.name : String(token));

class Handlers {
  static readonly received: unknown[] = [];

  @RedisListTrigger({ connection: 'c', key: 'k' })
  run(_message: RedisMessageModel, @Inject('part') part: unknown): void {
    Handlers.received.push(part);
  }
}

describe('a container of another framework', () => {
  const messageOf: Factory = (values) => (values.get(RedisMessageModel) as RedisMessageModel).message;

  it('gives singletons once, and what is scoped from a scope with the values of the invocation', async () => {
    const container = new OtherContainer(
      new Map<Token, readonly [Lifetime, Factory]>([
        [Handlers, ['singleton', () => new Handlers()]],
        ['part', ['scoped', messageOf]],
      ]),
    );
    const invoker = await makeInvoker(Handlers, { container });
    expect(container.calls).to.deep.equal(['resolve Handlers']);
    await invoker.execute([element('a')]);
    await invoker.execute([element('b')]);
    expect(Handlers.received).to.deep.equal(['a', 'b']);
    expect(container.calls.slice(1)).to.deep.equal(['createScope', 'dispose', 'createScope', 'dispose']);
  });

  it('is asked for no scope where nothing is scoped', () => {
    const factories = new Map<Token, readonly [Lifetime, Factory]>([
      ['one', ['singleton', () => ({})]],
      ['many', ['transient', () => ({})]],
    ]);
    const container = new OtherContainer(factories);
    const source = new InstanceSource(container, ['one', 'many'], []);
    const instances = () => openAtOnce(source, () => expect.fail('there is no scope to put values in'));
    expect(instances().get('one')).to.equal(instances().get('one'));
    expect(instances().get('many')).to.not.equal(instances().get('many'));
    expect(container.calls).to.deep.equal(['resolve one', 'resolve many', 'resolve many']);
  });

  it('may say what nobody asks scopes for: that is not made', async () => {
    class Sparing extends OtherContainer {
      mayAskFor(token: Token): boolean {
        return token === RedisMessageModel;
      }
    }
    const given: Token[][] = [];
    const noteAll: Factory = (values) => given.push([...values.keys()]);
    const container = new Sparing(
      new Map<Token, readonly [Lifetime, Factory]>([
        [Handlers, ['singleton', () => new Handlers()]],
        ['part', ['scoped', noteAll]],
      ]),
    );
    const invoker = await makeInvoker(Handlers, { container });
    await invoker.execute([element('a')]);
    expect(given).to.deep.equal([[RedisMessageModel]]);
  });

  it('says at the start what it cannot make', () => {
    const container = new OtherContainer(new Map());
    expect(() => new InstanceSource(container, ['gone'], [])).to.throw('nobody knows gone');
  });

  describe('that takes its time to make a scope', () => {
    const factories = new Map<Token, readonly [Lifetime, Factory]>([
      [Handlers, ['singleton', () => new Handlers()]],
      ['part', ['scoped', messageOf]],
    ]);

    /** Makes scopes later, when `made` says so. */
    class Slow extends OtherContainer {
      readonly asked: (readonly Token[])[] = [];
      made: Promise<void> = Promise.resolve();

      override createScope(values: InvocationValues, tokens: readonly Token[] = []): never {
        this.asked.push(tokens);
        return this.made.then(() => super.createScope(values)) as never;
      }
    }

    it('is told what will be resolved, and waited for', async () => {
      const container = new Slow(factories);
      const invoker = await makeInvoker(Handlers, { container });
      Handlers.received.length = 0;
      const outcomes = await invoker.execute([element('a')]);
      expect(outcomes.map(({ status }) => status)).to.deep.equal(['succeeded']);
      expect(Handlers.received).to.deep.equal(['a']);
      expect(container.asked).to.deep.equal([['part']]);
      expect(container.calls).to.deep.equal(['resolve Handlers', 'createScope', 'dispose']);
    });

    it('fails the attempt where that is what it rejects with', async () => {
      const container = new Slow(factories);
      const invoker = await makeInvoker(Handlers, { container });
      container.made = Promise.reject(new Error('no database'));
      const [outcome] = await invoker.execute([element('a')]);
      expect(outcome).to.deep.include({ status: 'failed', reason: 'handler-failed' });
      expect(container.calls).to.deep.equal(['resolve Handlers']);
    });

    it('has its scope disposed, and the method is not called, where the time of the attempt is over by then', async () => {
      const container = new Slow(factories);
      const clock = new ManualClock();
      const timeLimit = new TimeLimit(1_000, 'Handlers.run', clock);
      const invoker = await makeInvoker(Handlers, { container, layers: [timeLimit.layer] });
      Handlers.received.length = 0;
      let make = (): void => expect.fail('not asked yet');
      container.made = new Promise((resolve) => (make = resolve));
      const outcomes = invoker.execute([element('a')]);
      await clock.advance(1_000);
      expect((await outcomes)[0]).to.deep.include({ status: 'failed', reason: 'timed-out' });
      make();
      await settled();
      expect(container.calls).to.deep.equal(['resolve Handlers', 'createScope', 'dispose']);
      expect(Handlers.received).to.deep.equal([]);
    });
  });
});
