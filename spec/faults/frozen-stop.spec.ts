import { expect } from 'chai';
import { Redis } from 'ioredis';
import { createRuntime } from '../../lib/create-runtime.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { classWith } from '../support/describe-classes.js';
import { Recorder } from '../support/recorder.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisServer } from '../support/redis-server.js';
import { signalled } from '../support/signalled.js';

const connection = 'c';
const shutdownTimeoutInMs = 60_000;

const idle = {
  'a list': RedisListTrigger({ connection, key: 'elements' }),
  'several lists': RedisListTrigger({ connection, key: 'elements others' }),
  'a list at least once': RedisListTrigger({ connection, key: 'elements', delivery: 'atLeastOnce' }),
  'a stream': RedisStreamTrigger({ connection, key: 'entries' }),
  'an exclusive channel': RedisPubSubTrigger({ connection, channel: 'channel', exclusive: true }),
};

(redisServerVersion === undefined ? describe.skip : describe)('A stop while Redis is frozen', function () {
  this.timeout(120_000);
  let server: RedisServer;
  let client: Redis;
  let runtimes: Runtime[];

  beforeEach(async () => {
    server = await RedisServer.start();
    client = new Redis(server.port);
    runtimes = [];
  });

  afterEach(async () => {
    server.thaw();
    await Promise.all(runtimes.map((runtime) => runtime.stop()));
    client.disconnect();
    await server.stop();
  });

  it('takes about five seconds where nothing is in flight, whatever it is allowed', async () => {
    for (const trigger of Object.values(idle)) await start(trigger);
    server.freeze();
    const stoppedAt = performance.now();
    await Promise.all(runtimes.map((runtime) => runtime.stop()));
    expect(performance.now() - stoppedAt).to.be.within(4_500, shutdownTimeoutInMs / 2);
  });

  for (const delivery of ['atMostOnce', 'atLeastOnce'] as const) {
    it(`waits with the elements of a list that it has to give back: ${delivery}`, async () => {
      const started = new Recorder<unknown>();
      let end: () => void = () => undefined;
      const ended = new Promise<void>((resolve) => (end = resolve));
      const texts = Array.from({ length: 10 }, (_, index) => `${index}`);
      await client.rpush('full', ...texts);
      const trigger = RedisListTrigger({ connection, key: 'full', concurrency: 1, prefetch: 20, delivery });
      const full = await start(trigger, () => {
        started.add(undefined);
        return ended;
      });
      await started.until(1);
      await signalled('readAnswered', async () => (await client.llen('full')) === 0, 'all to be popped');
      const empty = await start(idle['a list']);
      server.freeze();
      const stopped = full.stop();
      end();
      await empty.stop();
      expect(full.health().state).to.equal('stopping');
      server.thaw();
      await stopped;
      expect(await client.lrange('full', 0, -1)).to.deep.equal(texts.slice(1));
      expect(full.health().functions[full.functions[0]!.id]).to.include({ lost: 0 });
    });
  }

  it('waits for the acknowledgement of what was handled', async () => {
    const handled = new Recorder<unknown>();
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    const stream = await start(RedisStreamTrigger({ connection, key: 'busy' }), () => {
      handled.add(undefined);
      return ended;
    });
    await client.xadd('busy', '*', 'a', 'b');
    await handled.until(1);
    const empty = await start(idle['a stream']);
    server.freeze();
    end();
    const stopped = stream.stop();
    await empty.stop();
    expect(stream.health().state).to.equal('stopping');
    server.thaw();
    await stopped;
    expect(await client.xpending('busy', stream.functions[0]!.id)).to.have.property('0', 0);
  });

  async function start(trigger: MethodDecorator, handle?: () => unknown): Promise<Runtime> {
    const runtime = await createRuntime({
      handlers: [classWith(trigger, handle)],
      connections: { [connection]: server.url },
      logger: false,
      shutdownTimeoutInMs,
    });
    runtimes.push(runtime);
    await runtime.start();
    return runtime;
  }
});
