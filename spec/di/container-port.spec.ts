import { expect } from 'chai';
import type { Container, InvocationValues, Lifetime } from '../../lib/di/container.js';
import { InstanceSource } from '../../lib/di/instance-source.js';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import type { Token } from '../../lib/metadata/parameter-metadata.js';
import { Inject } from '../../lib/triggers/inject.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { makeInvoker } from '../support/make-invoker.js';
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
    const instances = () => source.open(() => expect.fail('there is no scope to put values in'));
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
});
