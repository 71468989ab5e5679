import { expect } from 'chai';
import { dropMissing } from '../../../lib/stream/entries/drop-missing.js';
import { senderOf } from '../../support/sender-of.js';
import { describeOnRedis } from '../../support/test-redis.js';

const group = 'group';
const total = 1_500;

describeOnRedis('Entries that are not in their stream any more', (redis) => {
  const ids = Array.from({ length: total }, (_, index) => `1-${index + 1}`);
  const drop = () => dropMissing(senderOf(redis.client), group, 'orders', ids);

  beforeEach(async () => {
    await redis.client.xgroup('CREATE', 'orders', group, '0', 'MKSTREAM');
    const all = redis.client.pipeline();
    for (const id of ids) all.xadd('orders', id, 'n', id);
    await all.exec();
    await redis.client.xreadgroup('GROUP', group, 'dead', 'COUNT', total, 'STREAMS', 'orders', '>');
  });

  it('are none where nothing was deleted', async () => {
    expect(await drop()).to.deep.equal({ left: ids, count: 0 });
  });

  it('are found at the front, in the midst and at the end, and counted by one of those who ask', async () => {
    const gone = [...ids.slice(0, 200), '1-300', '1-301', '1-777', `1-${total}`];
    await redis.client.xdel('orders', '1-300', '1-301', '1-777', `1-${total}`);
    await redis.client.call('XTRIM', 'orders', 'MINID', '1-201');
    const all = await Promise.all([drop(), drop(), drop()]);
    expect(all.map(({ count }) => count).sort((a, b) => a - b)).to.deep.equal([0, 0, gone.length]);
    const isGone = new Set(gone);
    for (const { left } of all) expect(left).to.deep.equal(ids.filter((id) => !isGone.has(id)));
    expect(await redis.client.xpending('orders', group)).to.include(total - gone.length);
  });

  it('are all where the stream was deleted behind its group, and made again', async () => {
    await redis.client.xdel('orders', ...ids);
    expect(await drop()).to.deep.equal({ left: [], count: total });
  });

  it('are not counted where nobody has them pending', async () => {
    await redis.client.xack('orders', group, '1-1', '1-2');
    await redis.client.xdel('orders', '1-1', '1-2', '1-3');
    expect(await drop()).to.deep.equal({ left: ids.slice(3), count: 1 });
  });

  it('need not be looked for one by one behind the last deletion, where the server says which that was', async function () {
    const { server } = redis;
    if (!server) this.skip();
    await redis.client.xdel('orders', '1-10');
    await redis.client.config('RESETSTAT');
    expect(await drop()).to.include({ count: 1 });
    const [, looks = '0'] = /cmdstat_xrange:calls=(\d+)/.exec(await redis.client.info('commandstats')) ?? [];
    const says = String(await redis.client.xinfo('STREAM', 'orders')).includes('max-deleted-entry-id');
    expect(Number(looks)).to.equal(says ? 10 : total);
  });
});
