import { expect } from 'chai';
import type { ListElement } from '../../lib/messages/list-element.js';
import { backFields, handlerOf, heldCount, popAsAnother } from '../support/lists-at-least-once.js';
import { ManualClock } from '../support/manual-clock.js';
import { Recorder } from '../support/recorder.js';
import { signalled } from '../support/signalled.js';
import { describeOnRedis } from '../support/test-redis.js';

/** How many elements are given back to measure how fast that is. */
const measuredCount = Number(process.env.TAKE_OVER_ELEMENTS ?? 0);

describeOnRedis('Giving back the elements of a dead process', (redis) => {
  const nothingIsHeld = async (): Promise<boolean> => (await heldCount(redis.client)) === 0;

  /** The milliseconds that one element takes, the best of three rounds: a new one, and one that was left. */
  async function measure(total: number, count: number): Promise<[fresh: number, left: number]> {
    const best = { fresh: Infinity, left: Infinity };
    // The first round is not counted: V8 compiles then.
    for (let round = 0; round < 4; round++) {
      for (const kind of ['fresh', 'left'] as const) {
        const inMs = await handleAll(total, count, kind);
        if (round > 0) best[kind] = Math.min(best[kind], inMs / total);
      }
    }
    return [best.fresh, best.left];
  }

  async function handleAll(total: number, count: number, kind: 'fresh' | 'left'): Promise<number> {
    await push(total);
    if (kind === 'left') await leave(total);
    let handled = 0;
    let firstAt = 0;
    const all = new Recorder<number>();
    const handler = handlerOf(
      () => {
        firstAt ||= performance.now();
        handled += 1;
        if (handled === total) all.add(performance.now() - firstAt);
      },
      { count },
    );
    const runtime = await redis.startRuntime([handler]);
    const [inMs = 0] = await all.until(1);
    await runtime.stop();
    await redis.client.flushall();
    return inMs;
  }

  async function push(total: number): Promise<void> {
    for (let from = 0; from < total; from += 1_000) {
      const texts = Array.from({ length: Math.min(1_000, total - from) }, (_, index) => `${from + index}`);
      await redis.client.rpush('orders', ...texts);
    }
  }

  /** Pops all there is as a process that died long ago, as many at a time as a fast one does. */
  async function leave(total: number): Promise<void> {
    for (let pop = 1; (pop - 1) * 100 < total; pop++) await popAsAnother(redis.client, 100, { pop });
  }

  it('waits for no round: all of it is handled while no time passes, each once, in order', async () => {
    const handled = new Recorder<ListElement>();
    await push(6_000);
    await leave(6_000);
    const clock = new ManualClock(Date.now());
    const handler = handlerOf((element) => handled.add(element), { count: 100, concurrency: 1 });
    await redis.startRuntime([handler], { clock });
    const elements = await handled.until(6_000);
    await signalled('settled', nothingIsHeld, 'the acknowledgements');
    expect(new Set(elements.map(({ body }) => String(body))).size).to.equal(6_000);
    expect(handled.items).to.have.length(6_000);
    expect(new Set(elements.map(({ deliveryCount }) => deliveryCount))).to.deep.equal(new Set([2]));
    expect(await backFields(redis.client)).to.deep.equal([]);
  }).timeout(60_000);

  it('gives each to one of several processes', async () => {
    const handled = new Recorder<string>();
    await push(1_000);
    await leave(1_000);
    const handler = handlerOf(({ body }) => handled.add(String(body)), { count: 10 });
    await Promise.all([1, 2, 3].map(() => redis.startRuntime([handler])));
    await handled.until(1_000);
    await signalled('settled', nothingIsHeld, 'the acknowledgements');
    expect(new Set(handled.items).size).to.equal(1_000);
    expect(handled.items).to.have.length(1_000);
  });

  // A race against whatever else the machine does: only where somebody asks for it, on an idle one.
  for (const count of measuredCount > 0 ? [10, 100] : []) {
    it(`is at least half as fast as reading new ones (count: ${count})`, async () => {
      const [fresh, left] = await measure(measuredCount, count);
      const figures = `new ${perSecond(fresh)} a second, left ${perSecond(left)} a second`;
      process.stdout.write(`        ${measuredCount} elements: ${figures}\n`);
      expect(left / fresh).to.be.below(2);
    }).timeout(120_000);
  }
});

function perSecond(inMs: number): string {
  return Math.round(1_000 / inMs).toLocaleString('en');
}
