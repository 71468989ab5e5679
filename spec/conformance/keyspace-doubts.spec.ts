import { expect } from 'chai';
import type { ConnectionOption } from '../../lib/connections/connection-option.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { describeOnRedis, redisName } from '../support/test-redis.js';

const doubtful: readonly [channel: string, meant: string][] = [
  ['__keyevent@0__:del', '__keyevent@3__:del'],
  ['__keyspace@0__:orders:*', '__keyspace@3__:orders:*'],
  ['__keyevents@3__:del', '__keyevent@3__:del'],
  ['__keyevent@3__:SET', 'set'],
];

describeOnRedis('A channel of keyspace notifications that Redis does not publish to', (redis) => {
  for (const [channel, meant] of doubtful) {
    it(`is no error, and a warning at the start: ${channel}`, async () => {
      expect(await warningsOf(channel)).to.deep.equal([`did you mean ${meant}?`]);
    });
  }

  it('is not warned of where it is right', async () => {
    for (const channel of ['__keyevent@3__:del', '__keyevent@*__:del', '__keyspace@3__:orders:*', 'news']) {
      expect(await warningsOf(channel)).to.deep.equal([]);
    }
  });

  /** What the warnings of a function in database 3 ask. */
  async function warningsOf(channel: string): Promise<string[]> {
    class Keys {
      @RedisPubSubTrigger({ connection: redisName, channel, configureKeyspaceNotifications: true })
      onEvent(): void {
        // Only its channel matters.
      }
    }
    const logger = new RecordingLogger();
    const connections = { [redisName]: inDatabase3(redis.connection) };
    const runtime = await redis.startRuntime([Keys], { logger, connections });
    await runtime.stop();
    const warnings = logger.lines.filter(({ level }) => level === 'warn');
    return warnings.map(({ text }) => /did you mean .*$/.exec(text)?.[0] ?? text);
  }
});

function inDatabase3(connection: ConnectionOption): ConnectionOption {
  return typeof connection === 'string' ? `${connection}/3` : { ...(connection as object), db: 3 };
}
