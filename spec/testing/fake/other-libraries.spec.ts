import { once } from 'node:events';
import { createRequire } from 'node:module';
import Bee from 'bee-queue';
import { Queue, QueueEvents, Worker } from 'bullmq';
import { expect } from 'chai';
import { FakeRedis } from '../../../lib/testing/fake/fake-redis.js';

interface Lock {
  extend(ttl: number): Promise<Lock>;
  unlock(): Promise<void>;
}

/** redlock has no types of its own. */
const Redlock = createRequire(import.meta.url)('redlock') as new (
  clients: readonly unknown[],
  options: { readonly retryCount: number },
) => { lock(resource: string, ttl: number): Promise<Lock> };

/** Libraries whose work is done by scripts of their own. */
describe('FakeRedis with other libraries', () => {
  let fake: FakeRedis;
  let connection: { readonly host: string; readonly port: number };

  beforeEach(async () => {
    fake = new FakeRedis();
    connection = await fake.listen();
  });

  afterEach(() => fake.close());

  it('runs the jobs of a BullMQ worker, a delayed and a failing one too', async () => {
    const queue = new Queue('orders', { connection });
    const events = new QueueEvents('orders', { connection });
    const worker = new Worker(
      'orders',
      (job) => {
        if (job.name === 'bad') throw new Error('no tea');
        return Promise.resolve(`${job.name} made`);
      },
      { connection },
    );
    try {
      await events.waitUntilReady();
      const job = await queue.add('tea', { cups: 2 });
      expect(await job.waitUntilFinished(events)).to.equal('tea made');
      const later = await queue.add('coffee', {}, { delay: 3_600_000 });
      expect(await later.isDelayed()).to.equal(true);
      await later.promote();
      expect(await later.waitUntilFinished(events)).to.equal('coffee made');
      const bad = await queue.add('bad', {});
      expect(await bad.waitUntilFinished(events).catch(String)).to.include('no tea');
      expect(await queue.getJobCounts('completed', 'failed')).to.deep.equal({ completed: 2, failed: 1 });
    } finally {
      await worker.close();
      await events.close();
      await queue.close();
    }
  });

  it('runs the job of a bee-queue worker', async () => {
    const queue = new Bee<{ cups: number }>('orders', { redis: connection, activateDelayedJobs: true });
    try {
      queue.process((job) => Promise.resolve(job.data.cups * 2));
      const job = queue.createJob({ cups: 2 });
      const succeeded = once(job, 'succeeded');
      await job.save();
      expect(await succeeded).to.deep.equal([4]);
      const later = queue.createJob({ cups: 3 }).delayUntil(Date.now() + 1);
      const laterSucceeded = once(later, 'succeeded');
      await later.save();
      expect(await laterSucceeded).to.deep.equal([6]);
    } finally {
      await queue.close();
    }
  });

  it('gives a lock of redlock to one at a time', async () => {
    const client = fake.createClient();
    const locks = new Redlock([client], { retryCount: 0 });
    const lock = await locks.lock('lock:tea', 10_000);
    expect(await client.exists('lock:tea')).to.equal(1);
    expect(await locks.lock('lock:tea', 10_000).catch(() => 'taken')).to.equal('taken');
    const extended = await lock.extend(20_000);
    await extended.unlock();
    await (await locks.lock('lock:tea', 10_000)).unlock();
    expect(await client.exists('lock:tea')).to.equal(0);
  });
});
