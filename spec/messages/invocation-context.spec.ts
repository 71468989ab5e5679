import { expect } from 'chai';
import { countAttempt, InvocationContext } from '../../lib/messages/invocation-context.js';
import { StreamEntry } from '../../lib/messages/stream-entry.js';
import { element } from '../support/messages.js';
import { RecordingLogger } from '../support/recording-logger.js';

describe('an invocation context', () => {
  const logger = new RecordingLogger();
  const { signal } = new AbortController();
  const contextOf = (...messages: ConstructorParameters<typeof InvocationContext>[1]) =>
    new InvocationContext({ functionId: 'Orders.onOrder', logger, signal }, messages);

  it('has an id of its own that stays the same', () => {
    const context = contextOf(element());
    expect(context.invocationId)
      .to.match(/^[0-9a-f-]{36}$/)
      .and.equal(context.invocationId);
    expect(contextOf(element()).invocationId).to.not.equal(context.invocationId);
  });

  it('has a logger whose lines carry the function id and the invocation id', () => {
    const context = contextOf(element());
    context.logger.info({ own: 1 }, 'text');
    const { functionId, invocationId } = context;
    expect(logger.lines.at(-1)).to.deep.equal({
      level: 'info',
      fields: { functionId, invocationId, own: 1 },
      text: 'text',
    });
    expect(functionId).to.equal('Orders.onOrder');
  });

  it('counts attempts from 1', () => {
    const context = contextOf(element());
    expect(context.attempt).to.equal(1);
    countAttempt(context);
    expect(context.attempt).to.equal(2);
  });

  it('has the highest delivery count of its messages', () => {
    const delivered = (count: number) => new StreamEntry('k', '1-0', [], count);
    expect(contextOf(element()).deliveryCount).to.equal(1);
    expect(contextOf(delivered(1), delivered(3), delivered(2)).deliveryCount).to.equal(3);
    expect(contextOf().deliveryCount).to.equal(1);
  });

  it('has the signal of the stop', () => {
    expect(contextOf().signal).to.equal(signal);
  });
});
