import { expect } from 'chai';
import { RedisStreamTrigger } from '../../../lib/triggers/redis-stream-trigger.js';
import { classWith } from '../../support/describe-classes.js';
import { Recorder } from '../../support/recorder.js';
import { describeOnRedis, redisName } from '../../support/test-redis.js';

const entries = 4_000;

describeOnRedis('The commands for a backlog in a stream', (redis) => {
  before(function () {
    // Only a server reads from sockets.
    if (!redis.server) this.skip();
  });

  /** In how many pieces the commands came, and how many of them were reads. */
  async function work(): Promise<{ pieces: number; reads: number }> {
    const text = `${await redis.client.info('stats')}${await redis.client.info('commandstats')}`;
    const pieces = /total_reads_processed:(\d+)/.exec(text)?.[1];
    const reads = /cmdstat_xreadgroup:calls=(\d+)/.exec(text)?.[1];
    return { pieces: Number(pieces), reads: Number(reads ?? 0) };
  }

  async function piecesForARead(concurrency: number): Promise<number> {
    const pipeline = redis.client.pipeline();
    for (let number = 0; number < entries; number++) pipeline.xadd('orders', '*', 'number', String(number));
    await pipeline.exec();
    const handled = new Recorder<number>();
    const trigger = RedisStreamTrigger({ connection: redisName, key: 'orders', concurrency });
    // eslint-disable-next-line @typescript-eslint/require-await -- As the handlers of programs are.
    const handler = classWith(trigger, async () => handled.add(1));
    const before = await work();
    const runtime = await redis.startRuntime([handler]);
    await handled.until(entries);
    // By then everything is acknowledged.
    await runtime.stop();
    const after = await work();
    return (after.pieces - before.pieces) / (after.reads - before.reads);
  }

  it('come in hardly more pieces than reads, as acknowledgements go along with them', async () => {
    expect(await piecesForARead(10)).to.be.below(1.1);
  });

  it('come in few pieces where there is room for many reads', async () => {
    expect(await piecesForARead(100)).to.be.below(0.5);
  });
});
