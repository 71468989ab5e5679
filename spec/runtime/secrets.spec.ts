import { inspect } from 'node:util';
import { expect } from 'chai';
import { createRuntime } from '../../lib/create-runtime.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisServer } from '../support/redis-server.js';
import { signalled } from '../support/signalled.js';

const secret = 'correct horse/battery@staple';

(redisServerVersion === undefined ? describe.skip : describe)('A password', function () {
  let server: RedisServer;
  const shown: string[] = [];
  const record = (fields: object, text: string): number => shown.push(inspect(fields, { depth: 9 }), text);
  const logger = { debug: record, info: record, warn: record, error: record, child: () => logger };

  before(async () => {
    server = await RedisServer.start({ args: ['--requirepass', 'another one'] });
  });
  after(() => server.stop());

  const spellings = {
    'in a URL': () => `redis://:${encodeURIComponent(secret)}@127.0.0.1:${server.port}`,
    'in the syntax of StackExchange.Redis': () => `127.0.0.1:${server.port},password=${secret}`,
    'in ioredis options': () => ({ port: server.port, host: '127.0.0.1', password: secret }),
  };

  for (const [where, connection] of Object.entries(spellings)) {
    it(`${where} is never shown, though the server refuses it and keeps doing so`, async () => {
      class Handler {
        @RedisListTrigger({ connection: 'protectedRedis', key: 'orders' })
        onOrder(): void {
          // never runs
        }
      }
      const connections = { protectedRedis: connection() };
      const runtime = await createRuntime({ handlers: [Handler], connections, logger });
      const started = runtime.start().catch((error: unknown) => shown.push(inspect(error, { depth: 9 })));
      const lastError = await signalled(
        'healthChanged',
        () => runtime.health().functions['Handler.onOrder']?.lastError,
      );
      expect(lastError.message).to.match(/^protectedRedis: Redis rejects .* \(WRONGPASS/);
      shown.push(inspect(runtime.health(), { depth: 9 }), inspect(runtime.functions, { depth: 9 }));
      await runtime.stop();
      await started;
      expect(shown).to.not.be.empty;
      expect(shown.join('\n')).to.not.include(secret).and.not.include(encodeURIComponent(secret));
    });
  }

  it('in a decorator is not shown by the descriptor', async () => {
    class Handler {
      @RedisListTrigger({ connection: `127.0.0.1:6379,password=${secret}`, key: 'orders' })
      onOrder(): void {
        // never runs
      }
    }
    const runtime = await createRuntime({ handlers: [Handler], logger });
    expect(runtime.functions[0]?.connection).to.equal('127.0.0.1:6379');
    expect(inspect(runtime.functions, { depth: 9 })).to.not.include(secret);
  });
});
