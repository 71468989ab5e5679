import { expect } from 'chai';
import { createRuntime } from '../../lib/create-runtime.js';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import type { Class } from '../../lib/metadata/class.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import type { PubSubTriggerOptions } from '../../lib/triggers/trigger-options.js';
import { askServer } from '../support/ask-server.js';
import { classWith } from '../support/describe-classes.js';
import { Recorder } from '../support/recorder.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisServer } from '../support/redis-server.js';
import { rejectionOf } from '../support/rejection-of.js';

const hasShardedChannels = Number(redisServerVersion?.split('.')[0]) >= 7;

describe('A sharded channel', () => {
  const received = new Recorder<string>();

  function handlerOf(options: Omit<PubSubTriggerOptions, 'connection'>): Class {
    const trigger = RedisPubSubTrigger({ connection: 'redis', name: 'sharded', ...options });
    return classWith(trigger, ({ message }: RedisMessageModel) => received.add(message));
  }

  function runtimeOf(options: Omit<PubSubTriggerOptions, 'connection'>, port = 1): Promise<Runtime> {
    const connections = { redis: `127.0.0.1:${port}` };
    return createRuntime({
      handlers: [handlerOf({ sharded: true, ...options })],
      connections,
      logger: false,
    });
  }

  for (const channel of ['news*', '__keyspace@0__:orders']) {
    it(`is refused where it is ${channel}`, async () => {
      expect(await rejectionOf(runtimeOf({ channel }))).to.include({ code: 'OPTION_CONFLICT' });
    });
  }

  it('may have glob characters in its name, if it says so', async () => {
    const { functions } = await runtimeOf({ channel: 'news*', pattern: false });
    expect(functions[0]).to.deep.include({ channel: 'news*', pattern: false, sharded: true });
  });

  describe('on one server', () => {
    let server: RedisServer;

    before(async function () {
      if (redisServerVersion === undefined) this.skip();
      server = await RedisServer.start();
    });
    after(() => server?.stop());

    (hasShardedChannels ? it : it.skip)('has the messages of SPUBLISH, and no others', async () => {
      const runtime = await runtimeOf({ channel: 'news' }, server.port);
      await runtime.start();
      await askServer(server.port, 'PUBLISH', 'news', 'ordinary');
      await askServer(server.port, 'SPUBLISH', 'news', 'sharded');
      expect(await received.until(1)).to.deep.equal(['sharded']);
      await runtime.stop();
    });

    (hasShardedChannels ? it.skip : it)('is refused below Redis 7.0', async () => {
      const runtime = await runtimeOf({ channel: 'news' }, server.port);
      expect(await rejectionOf(runtime.start())).to.include({
        code: 'SHARDED_CHANNELS_UNSUPPORTED',
        place: 'sharded',
      });
    });
  });
});
