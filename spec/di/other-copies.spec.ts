import 'reflect-metadata';
import { expect } from 'chai';
import { container as globalContainer, injectable, singleton } from 'tsyringe';
import { TsyringeContainer } from '../../lib/di/tsyringe-container.js';
import { InvocationContext } from '../../lib/messages/invocation-context.js';
import { Sender } from '../../lib/sending/sender.js';

/** The class as another copy of the package has it. */
class OtherSender {}
Object.defineProperty(OtherSender, Symbol.for('redis-triggers:class'), { value: 'Sender' });

describe('what asks for the sender by the class of another copy of the package', () => {
  const lifetimes = { transient: injectable, singleton };
  for (const [lifetime, decorator] of Object.entries(lifetimes)) {
    it(`gets the sender of this one, as a ${lifetime}`, () => {
      @decorator()
      class Shop {
        constructor(readonly sender: OtherSender) {}
      }
      const container = new TsyringeContainer(globalContainer.createChildContainer());
      const sender = {};
      container.provide(Sender, sender);
      expect(container.prepare(Shop, [InvocationContext])).to.equal(lifetime);
      expect((container.resolve(Shop) as Shop).sender).to.equal(sender);
    });
  }
});
