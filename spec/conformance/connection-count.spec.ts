import { expect } from 'chai';
import type { Class } from '../../lib/metadata/class.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { readText, sectionOf, tableRows } from '../docs/pages.js';
import { classWith } from '../support/describe-classes.js';
import { describeOnRedis, redisName } from '../support/test-redis.js';

type Kind = 'list' | 'reliable' | 'stream' | 'pubsub';

/** Functions of this kind, as many as told. */
function functions(kind: Kind, count: number): Class[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `${kind}${index}`;
    const shared = { connection: redisName, name, key: name };
    const decorators = {
      list: () => RedisListTrigger(shared),
      reliable: () => RedisListTrigger({ ...shared, delivery: 'atLeastOnce' }),
      stream: () => RedisStreamTrigger(shared),
      pubsub: () =>
        RedisPubSubTrigger({ connection: redisName, name, channel: name, exclusive: index === 0 }),
    };
    return classWith(decorators[kind](), () => undefined);
  });
}

/** What the rows of the table in docs/processes.md stand for, in their order. */
const rows: readonly (readonly Class[][])[] = [
  [functions('list', 1), functions('reliable', 1), functions('stream', 1)],
  [[...functions('list', 2), ...functions('reliable', 2), ...functions('stream', 2)]],
  [functions('pubsub', 1), functions('pubsub', 20)],
  [
    [
      ...functions('pubsub', 2),
      ...functions('list', 2),
      ...functions('reliable', 1),
      ...functions('stream', 1),
    ],
  ],
];

describeOnRedis('The connections that docs/processes.md counts', (redis) => {
  const table = tableRows(sectionOf(readText('docs/processes.md'), 'Connections'));

  it('have a row for each case', () => {
    expect(table).to.have.length(rows.length);
  });

  for (const [index, [what = '', opens = '', ofFour = '']] of table.entries()) {
    it(`are those of a process with ${what}`, async () => {
      for (const handlers of rows[index] ?? []) {
        const runtime = await redis.startRuntime(handlers);
        const clients = String(await redis.client.call('CLIENT', 'LIST')).match(/ name=redis-triggers:/g);
        expect(clients).to.have.length(Number(opens));
        await runtime.stop();
      }
      expect(Number(ofFour)).to.equal(4 * Number(opens));
    });
  }
});
