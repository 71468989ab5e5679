import { expect } from 'chai';
import { EventBus } from '../../lib/events/event-bus.js';
import type { RuntimeStopping } from '../../lib/events/runtime-events.js';
import { settled } from '../support/manual-clock.js';

describe('EventBus', () => {
  const reports: unknown[] = [];
  const heard: RuntimeStopping[] = [];
  const listener = (event: RuntimeStopping): void => void heard.push(event);
  let bus: EventBus;

  beforeEach(() => {
    reports.length = heard.length = 0;
    bus = new EventBus((thrown, name) => reports.push([thrown, name]));
  });

  it('tells each listener at once, in the order in which they came', () => {
    const order: string[] = [];
    bus.on('stopping', () => void order.push('first'));
    bus.on('stopping', () => void order.push('second'));
    bus.emit('stopping', { functions: 1 });
    expect(order).to.deep.equal(['first', 'second']);
  });

  it('knows whether anybody listens', () => {
    expect(bus.hears('stopping')).to.equal(false);
    bus.on('stopping', listener);
    expect([bus.hears('stopping'), bus.hears('stopped')]).to.deep.equal([true, false]);
    bus.off('stopping', listener);
    expect(bus.hears('stopping')).to.equal(false);
  });

  it('tells a listener for one event of one event, also where that emits another', () => {
    bus.onNext('stopping', (event) => {
      listener(event);
      bus.emit('stopping', { functions: 2 });
    });
    bus.emit('stopping', { functions: 1 });
    expect(heard).to.deep.equal([{ functions: 1 }]);
  });

  it('takes a listener for one event off before it was told', () => {
    bus.onNext('stopping', listener);
    bus.off('stopping', listener);
    bus.emit('stopping', { functions: 1 });
    expect(heard).to.deep.equal([]);
  });

  it('takes off one listener of two, and nothing that was never on', () => {
    bus.on('stopping', listener);
    bus.on('stopping', listener);
    bus.off('stopping', () => undefined);
    bus.off('stopping', listener);
    bus.emit('stopping', { functions: 1 });
    expect(heard).to.have.length(1);
  });

  it('tells those who listened when the event came, whoever is taken off meanwhile', () => {
    bus.on('stopping', () => bus.off('stopping', listener));
    bus.on('stopping', listener);
    bus.emit('stopping', { functions: 1 });
    bus.emit('stopping', { functions: 2 });
    expect(heard).to.deep.equal([{ functions: 1 }]);
  });

  it('gives all of them the same frozen event', () => {
    bus.on('stopping', listener);
    bus.emit('stopping', { functions: 1 });
    expect(heard[0]).to.be.frozen;
  });

  it('reports what a listener throws or rejects with, once, and tells the others', async () => {
    const thrown = new Error('thrown');
    const rejected = new Error('rejected');
    const silenced = new Error('rejected, with a then that never calls back');
    bus.on('stopping', () => {
      throw thrown;
    });
    bus.on('stopping', () => Promise.reject(rejected));
    bus.on('stopping', () => Object.assign(Promise.reject(silenced), { then: () => undefined }));
    bus.on('stopping', listener);
    bus.emit('stopping', { functions: 1 });
    bus.emit('stopping', { functions: 2 });
    await settled();
    expect(heard).to.have.length(2);
    expect(reports).to.deep.equal([
      [thrown, 'stopping'],
      [rejected, 'stopping'],
      [silenced, 'stopping'],
    ]);
  });
});
