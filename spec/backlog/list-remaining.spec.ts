import { expect } from 'chai';
import { readListRemaining } from '../../lib/backlog/list-remaining.js';
import type { RedisCommand } from '../../lib/redis/commands/command-sender.js';
import type { ListFunction } from '../../lib/functions/function-descriptor.js';

const reliable = {
  id: 'Orders.onOrder',
  keys: ['orders'],
  delivery: 'atLeastOnce',
} as unknown as ListFunction;

/** Redis, where something happens after each command. */
function redisWith(
  state: { waiting: number; held: number },
  after: (command: string) => void = () => undefined,
) {
  const replies: Record<string, () => unknown> = {
    LLEN: () => state.waiting,
    HKEYS: () =>
      ['born', 'last:me', ...Array.from({ length: state.held }, (_, index) => `me.1.${index}`)].map((field) =>
        Buffer.from(field),
      ),
  };
  return {
    send([name]: RedisCommand): Promise<unknown> {
      const reply = replies[name]?.();
      after(name);
      return Promise.resolve(reply);
    },
  };
}

describe('readListRemaining of a list at least once', () => {
  it('adds what waits and what consumers hold', async () => {
    const client = redisWith({ waiting: 2, held: 3 });
    expect(await readListRemaining(reliable, client)).to.deep.equal({ remaining: 5, isEstimate: false });
  });

  it('counts an element that is given back between the two looks', async () => {
    const state = { waiting: 0, held: 1 };
    const client = redisWith(state, (command) => {
      if (command === 'HKEYS') Object.assign(state, { waiting: 1, held: 0 });
    });
    expect((await readListRemaining(reliable, client)).remaining).to.be.greaterThan(0);
  });

  it('counts an element that is popped between the two looks', async () => {
    const state = { waiting: 1, held: 0 };
    const client = redisWith(state, (command) => {
      if (command === 'LLEN') Object.assign(state, { waiting: 0, held: 1 });
    });
    expect((await readListRemaining(reliable, client)).remaining).to.be.greaterThan(0);
  });
});
