import { expect } from 'chai';
import { returnToList } from '../../../lib/list/at-least-once/return-to-list.js';
import { senderOf } from '../../support/sender-of.js';
import { describeOnRedis, type TestRedis } from '../../support/test-redis.js';

const held = '{orders}:held';
const total = 16_000;
const inAPop = 10;

describeOnRedis('What a dead process held', (redis) => {
  const bodies = Array.from({ length: total }, (_, index) => `${index}`);
  const putBack = () =>
    returnToList(senderOf(redis.client), 'orders', { which: 'stray', end: 'left', aloneFrom: 2 });

  beforeEach(async () => {
    const all = redis.client.pipeline();
    for (let first = 0; first < total; first += inAPop) {
      const prefix = `dead0.${(first / inAPop + 1).toString(36)}.`;
      const fields = bodies
        .slice(first, first + inAPop)
        .flatMap((body, index) => [`${prefix}${index}`, body]);
      all.hset(held, ...fields);
    }
    const last = (total / inAPop).toString(36);
    all.hset(held, 'consumers', 'dead0', 'lease:dead0', '1 left 2 F', 'last:dead0', last, 'born', 'b');
    await all.exec();
  });

  it('goes back in its order, however many steps it takes', async () => {
    const [holder, ...others] = await putBack();
    expect([holder?.consumer, holder?.functionId, holder?.count, others]).to.deep.equal([
      'dead0',
      'F',
      total,
      [],
    ]);
    expect(await redis.client.lrange('orders', 0, -1)).to.deep.equal(bodies);
    const left = (await redis.client.hkeys(held)).filter((field) => !field.startsWith('back:'));
    expect(left).to.have.members(['born', 'until', 'backs']);
  });

  it('goes back in its order where two processes put it back at the same time', async () => {
    const counts = await Promise.all([putBack(), putBack()]);
    expect(counts.flat().reduce((sum, { count }) => sum + count, 0)).to.equal(total);
    expect(await redis.client.lrange('orders', 0, -1)).to.deep.equal(bodies);
  });

  it('is looked at as a whole only at the beginning and at the end', async function () {
    if (!redis.server) this.skip();
    await redis.client.config('RESETSTAT');
    await putBack();
    expect(await callsOf(redis, 'hkeys')).to.equal(2);
  });
});

async function callsOf({ client }: TestRedis, name: string): Promise<number> {
  const [, calls] =
    new RegExp(`^cmdstat_${name}:calls=(\\d+)`, 'm').exec(await client.info('commandstats')) ?? [];
  return Number(calls);
}
