import { expect } from 'chai';
import { join } from 'node:path';
import { loadFunctionApp } from '../../lib/azure/load-function-app.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { repository } from '../support/repository.js';
import { describeOnRedis } from '../support/test-redis.js';

describeOnRedis("the examples of Azure's page", (redis) => {
  const expected: Readonly<Record<string, readonly string[]>> = {
    node: [
      'KeyeventTrigger myKey',
      'KeyspaceTrigger set',
      'KeyspaceTrigger del',
      'ListTrigger an element',
      'PubSubTrigger a message',
      "StreamTrigger { Id: '1-0', Values: { name: 'Clippy' } }",
    ],
    'node-v4': [
      'KeyeventTrigger myKey',
      'KeyspaceTrigger set',
      'KeyspaceTrigger del',
      'ListTrigger an element',
      "OnOrder tea { name: 'Ada' }",
      'PubSubTrigger a message',
      "StreamTrigger { Id: '1-0', Values: { name: 'Clippy' } }",
    ],
    python: [
      'KeyeventTrigger myKey',
      'KeyspaceTrigger set',
      'KeyspaceTrigger del',
      'ListTrigger an element',
      'PubSubTrigger a message',
      'StreamTrigger {"Id":"1-0","Values":{"name":"Clippy"}}',
    ],
  };

  for (const [language, lines] of Object.entries(expected)) {
    it(`handle messages as they are, in ${language}`, async () => {
      const logger = new RecordingLogger();
      const connections = { redisLocalhost: redis.connection };
      await using app = await loadFunctionApp(join(repository, 'examples/azure', language), { connections });
      const { handlers, settings } = app;
      await redis.client.config('SET', 'notify-keyspace-events', 'KEA');
      const runtime = await redis.startRuntime(handlers, { settings, connections, logger });
      await redis.client.set('user:5', '{"name":"Ada"}');
      await redis.client.rpush('orders', '{"userId":5,"article":"tea"}');
      await redis.client.publish('channel', 'a message');
      await redis.client.set('myKey', 'x');
      await redis.client.del('myKey');
      await redis.client.lpush('listTest', 'an element');
      await redis.client.xadd('streamTest', '1-0', 'name', 'Clippy');
      const logged = (): string[] =>
        logger.lines.filter(({ fields }) => fields.invocationId !== undefined).map(({ text }) => text);
      await logger.until(() => lines.every((line) => logged().includes(line)));
      // A list is deleted with its last element, which is a notification as well.
      const others = logged().filter((line) => !/^KeyeventTrigger (?:listTest|orders)$/.test(line));
      expect(others.sort()).to.deep.equal([...lines].sort());
      await runtime.stop();
    });
  }
});
