import { expect } from 'chai';
import type { DeadLetter } from '../../lib/messages/dead-letter.js';
import type { Gap } from '../../lib/messages/gap.js';
import { OnDeadLetter } from '../../lib/triggers/on-dead-letter.js';
import { OnGap } from '../../lib/triggers/on-gap.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { describeClasses, describeOne } from '../support/describe-classes.js';

const connection = 'c';

class Parent {
  @RedisPubSubTrigger({ connection, channel: 'news' })
  onNews(): void {
    // only its description is looked at
  }

  @OnDeadLetter()
  overridden(_letter: DeadLetter): void {
    // only its description is looked at
  }

  @OnGap()
  redecorated(_gap: Gap): void {
    // only its description is looked at
  }
}

class Child extends Parent {
  override overridden(_letter: DeadLetter): void {
    // is a hook without a decorator of its own
  }

  @OnGap()
  override redecorated(_gap: Gap): void {
    // counts once
  }

  @OnDeadLetter()
  @OnGap()
  both(): void {
    // may be several hooks
  }
}

describe('the hooks of a class', () => {
  it('are its own and its parents’, an overridden method once, and frozen', () => {
    const { hooks } = describeOne(Child);
    expect(hooks).to.deep.equal({ deadLetter: ['overridden', 'both'], gap: ['redecorated', 'both'] });
    for (const part of [hooks, hooks.deadLetter, hooks.gap]) expect(part).to.be.frozen;
  });

  it('leave those of the parent as they are', () => {
    expect(describeOne(Parent).hooks).to.deep.equal({ deadLetter: ['overridden'], gap: ['redecorated'] });
  });

  it('are no functions', () => {
    expect(describeClasses([Child]).functions.map(({ id }) => id)).to.deep.equal(['Child.onNews']);
  });

  it('are a problem on a static method, and on what is no method', () => {
    class Misplaced {
      @OnDeadLetter()
      static ofTheClass(_letter: DeadLetter): void {
        // never called
      }

      @RedisPubSubTrigger({ connection, channel: 'news' })
      onNews(): void {
        // only its description is looked at
      }
    }
    const accessor = { get: () => () => undefined, configurable: true };
    OnGap()(Misplaced.prototype, 'gotten', accessor as TypedPropertyDescriptor<() => void>);
    const { problems } = describeClasses([Misplaced]);
    expect(problems.map(({ code, place, what }) => [code, place, what])).to.deep.equal([
      ['HANDLER_INVALID', 'Misplaced.ofTheClass', '@OnDeadLetter() is on a static method'],
      ['HANDLER_INVALID', 'Misplaced.gotten', '@OnGap() is on something that is not a method'],
    ]);
  });

  it('are a problem where a class without a pub/sub function waits for gaps', () => {
    class Orders {
      @RedisListTrigger({ connection, key: 'orders' })
      onOrder(): void {
        // only its description is looked at
      }

      @OnGap()
      catchUp(): void {
        // never called
      }
    }
    const { problems } = describeClasses([Orders]);
    expect(problems).to.have.length(1);
    expect(problems[0]).to.include({ code: 'HANDLER_INVALID', place: 'Orders.catchUp' });
    expect(problems[0]!.what).to.include('without a pub/sub function');
  });
});
