import { expect } from 'chai';
import { ListElement, RedisListTrigger } from 'redis-triggers';
import { createTestRuntime } from 'redis-triggers/testing';
import { countEvents } from '../../examples/snippets/metrics.js';

describe('examples/snippets/metrics.ts', () => {
  it('counts what becomes of messages, and how long it takes', async () => {
    class Orders {
      @RedisListTrigger({ connection: 'any', key: 'orders' })
      onOrder({ body }: ListElement): void {
        if (body.toString() === 'bad') throw new Error('bad');
      }
    }
    await using test = await createTestRuntime({ handlers: [Orders] });
    const counts: Record<string, number> = {};
    const seconds: number[] = [];
    const inc = ({ outcome = '' }: Readonly<Record<string, string>>): void => {
      counts[outcome] = (counts[outcome] ?? 0) + 1;
    };
    const none = { inc: () => expect.fail('nothing was lost') };
    const observe = (_labels: object, each: number): void => void seconds.push(each);
    countEvents(test.runtime, { messages: { inc }, lost: none, gaps: none, seconds: { observe } });
    await test.push('orders', 'good', 'bad', 'good');
    await test.settled();
    expect(counts).to.deep.equal({ succeeded: 2, 'handler-failed': 1, 'dead-lettered': 1 });
    expect(seconds).to.have.length(2);
  });
});
