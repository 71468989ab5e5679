import { expect } from 'chai';
import { Redis } from 'ioredis';
import { createRuntime } from '../../lib/create-runtime.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import { askServer } from '../support/ask-server.js';
import { eventually } from '../support/eventually.js';
import { handlersOfEachKind } from '../support/handlers-of-each-kind.js';
import { NumberedLoad } from '../support/numbered-load.js';
import { Recorder } from '../support/recorder.js';
import { redisServerVersion } from '../support/redis-binary.js';
import type { RedisServer } from '../support/redis-server.js';
import { RedisSentinels } from '../support/redis-sentinels.js';
import { signalled } from '../support/signalled.js';

(redisServerVersion === undefined ? describe.skip : describe)('A failover by Sentinel', function () {
  this.timeout(180_000);
  let sentinels: RedisSentinels;
  let client: Redis;
  let load: NumberedLoad;
  let received: Recorder<string>;
  let runtime: Runtime;

  beforeEach(async () => {
    sentinels = await RedisSentinels.start();
    client = connectLoad();
    load = new NumberedLoad(client);
    received = new Recorder();
  });

  function connectLoad(): Redis {
    const connected = new Redis({
      ...sentinels.options,
      failoverDetector: true,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: null,
      retryStrategy: () => 50,
      sentinelCommandTimeout: 500,
      // What is under way when a connection closes would else never settle.
      commandTimeout: 1_000,
      connectionName: 'spec-load',
    });
    return connected.on('error', () => undefined);
  }

  /** The bare client of the load may hang for ever where it asked for the master at a bad moment. */
  function tryAgain(): void {
    if (client.status === 'ready') return;
    client.disconnect();
    client = connectLoad();
    load.goOnWith(client);
  }
  let trying: NodeJS.Timeout;
  beforeEach(() => (trying = setInterval(tryAgain, 3_000)));
  afterEach(async () => {
    clearInterval(trying);
    await runtime.stop();
    client.disconnect();
    for (const server of sentinels.servers) server.thaw();
    await sentinels.stop();
  });

  const failovers: Record<string, (master: RedisServer) => Promise<unknown>> = {
    'on request': () => sentinels.failover(),
    'after the death of the master': (master) => master.kill(),
    'of a master that is frozen': (master) => {
      master.freeze();
      return Promise.resolve();
    },
  };
  const connections = {
    'on request': () => sentinels.options,
    'after the death of the master': () => sentinels.connectionString,
    'of a master that is frozen': () => sentinels.connectionString,
  };

  for (const [how, failOver] of Object.entries(failovers)) {
    it(`${how}: every function goes on with the new master`, async () => {
      runtime = await createRuntime({
        handlers: [handlersOfEachKind(received)],
        connections: { redis: connections[how as keyof typeof connections]() },
        logger: false,
        shutdownTimeoutInMs: 2_000,
      });
      await runtime.start();
      await load.produce(30);
      await received.until(90);
      await client.wait(1, 5_000);
      const calmUntil = load.count;

      const master = await sentinels.master();
      const ended = new AbortController();
      const produced = load.produceUntil(ended.signal);
      await failOver(master);
      const next = await sentinels.whenOther(master);
      if (how.includes('frozen')) master.thaw();
      await eventually(() => haveMoved(next), 'every connection to be to the next master');
      await signalled('healthChanged', () => runtime.health().ready, 'every function to listen');
      ended.abort();
      await produced;
      const calmFrom = load.count;
      await load.produce(30);

      await received.untilTrue((items) => items.includes(load.element(load.count - 1)), 'the last element');
      const survivors = await load.entriesOf(client);
      await received.untilTrue((items) => survivors.every((entry) => items.includes(entry)), 'every entry');
      const times = (item: string): number => received.items.filter((each) => each === item).length;
      for (let number = 0; number < load.count; number++) {
        if (number >= calmUntil && number < calmFrom) continue;
        expect(times(load.element(number)), load.element(number)).to.equal(1);
        expect(times(load.message(number)), load.message(number)).to.equal(1);
      }
      // What was popped as the old master ended may be gone; what it popped and did not replicate comes again.
      const notOnce = load.pushed.filter((number) => times(load.element(number)) !== 1);
      expect(notOnce, 'elements not handled exactly once').to.have.length.below(20);
    });
  }
});

/** Whether the load and every connection of the runtime are connected to this server, and it is subscribed. */
async function haveMoved({ port }: RedisServer): Promise<boolean> {
  const list = String(await askServer(port, 'CLIENT', 'LIST'));
  const names = ['command', 'Handlers.onElement', 'Handlers.onEntry'].map((each) => `redis-triggers:${each}`);
  const isSubscribed = / name=redis-triggers:subscriber .* sub=1 /.test(list);
  return isSubscribed && [...names, 'spec-load'].every((name) => list.includes(` name=${name} `));
}
