import { expect } from 'chai';
import { Redis } from 'ioredis';
import type { ConnectionOption } from '../../lib/connections/connection-option.js';
import { createRuntime } from '../../lib/create-runtime.js';
import type { FunctionHealth } from '../../lib/runtime/health/health.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import { ownPort } from '../support/own-port.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { Certificates, hasOpenssl } from '../support/certificates.js';
import { classWith } from '../support/describe-classes.js';
import { handlersOfEachKind } from '../support/handlers-of-each-kind.js';
import { Recorder } from '../support/recorder.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisServer } from '../support/redis-server.js';
import { SentinelProcess } from '../support/sentinel-process.js';
import { signalled } from '../support/signalled.js';

(redisServerVersion === undefined ? describe.skip : describe)('A connection by Sentinel', function () {
  this.timeout(180_000);
  let master: RedisServer;
  let client: Redis;
  let sentinel: SentinelProcess;
  let received: Recorder<string>;
  const runtimes: Runtime[] = [];

  before(async () => {
    master = await RedisServer.start();
    client = new Redis(master.port);
    sentinel = await SentinelProcess.start([
      `sentinel monitor m 127.0.0.1 ${master.port} 1`,
      'requirepass "the password of Sentinel"',
    ]);
  });
  beforeEach(() => (received = new Recorder()));
  afterEach(async () => {
    sentinel.thaw();
    await Promise.all(runtimes.splice(0).map((runtime) => runtime.stop()));
    await client.flushall();
  });
  after(async () => {
    client.disconnect();
    await Promise.all([sentinel.stop(), master.stop()]);
  });

  async function runtimeWith(redis: ConnectionOption): Promise<Runtime> {
    const onPlain = { connection: 'plain', name: 'plain', key: 'plain' };
    const other = classWith(RedisListTrigger(onPlain), () => received.add('of the other function'));
    const runtime = await createRuntime({
      handlers: [handlersOfEachKind(received), other],
      connections: { redis, plain: master.url },
      logger: false,
      shutdownTimeoutInMs: 2_000,
    });
    runtimes.push(runtime);
    return runtime;
  }

  function text(extra: string): string {
    return `127.0.0.1:${sentinel.port},${extra}`;
  }

  it('gives the Sentinels a password of their own', async () => {
    const redis = text('serviceName=m,sentinelPassword=the password of Sentinel');
    const runtime = await runtimeWith(redis);
    await runtime.start();
    await produceAndReceive();
  });

  it('passes over a Sentinel that is frozen', async () => {
    const frozen = await SentinelProcess.start([`sentinel monitor m 127.0.0.1 ${master.port} 1`]);
    try {
      frozen.freeze();
      const sentinels = [frozen, sentinel].map(({ port }) => ({ host: '127.0.0.1', port }));
      const sentinelPassword = 'the password of Sentinel';
      const runtime = await runtimeWith({ sentinels, name: 'm', sentinelPassword });
      await runtime.start();
      await produceAndReceive();
    } finally {
      frozen.thaw();
      await frozen.stop();
    }
  });

  it('is tried again while no Sentinel answers', async () => {
    sentinel.freeze();
    const runtime = await runtimeWith(text('serviceName=m,sentinelPassword=the password of Sentinel'));
    const started = runtime.start();
    await untilError(runtime, 'SENTINELS_UNREACHABLE');
    sentinel.thaw();
    await started;
    await produceAndReceive();
  });

  const wrong = {
    'of a name that the Sentinels do not know': {
      option: 'serviceName=n,sentinelPassword=the password of Sentinel',
      code: 'SENTINEL_MASTER_UNKNOWN',
      message: /^redis: the Sentinels know no master named "n"\. Use the name given to `sentinel monitor`/,
    },
    'with a wrong password for the Sentinels': {
      option: 'serviceName=m,sentinelPassword=a wrong password',
      code: 'SENTINELS_UNREACHABLE',
      message: /no Sentinel says where the master "m" is \(the last one: .*`sentinelPassword`/,
    },
  };
  for (const [what, { option, code, message }] of Object.entries(wrong)) {
    it(`${what} is a clear error, and the other functions go on`, async () => {
      const runtime = await runtimeWith(text(option));
      const started = runtime.start().catch((error: unknown) => (error as { code?: string }).code);
      expect((await untilError(runtime, code)).message).to.match(message);
      await client.rpush('plain', 'element');
      await received.until(1);
      expect(runtime.health().functions.plain).to.include({ state: 'listening' });
      await runtime.stop();
      expect(await started).to.equal('RUNTIME_STATE');
    });
  }

  (hasOpenssl ? it : it.skip)('speaks TLS to the Sentinels and to the master', async () => {
    const certificates = new Certificates();
    const [masterPort, sentinelPort] = [await ownPort(), await ownPort()];
    const args = certificates.serverArgs(masterPort, 'yes');
    const secure = await RedisServer.start({ args });
    const secureSentinel = await SentinelProcess.start([
      ...asLines(certificates.serverArgs(sentinelPort, 'yes')),
      'tls-replication yes',
      `sentinel monitor m 127.0.0.1 ${masterPort} 1`,
    ]);
    const producer = new Redis(secure.port);
    try {
      const tls = { ...certificates.trust, ...certificates.identity };
      const sentinels = [{ host: '127.0.0.1', port: sentinelPort }];
      const runtime = await runtimeWith({ sentinels, name: 'm', tls, sentinelTLS: tls });
      await runtime.start();
      await producer.rpush('elements', 'over TLS');
      await received.until(1);
      await runtime.stop();
      const distrustful = await runtimeWith({ sentinels, name: 'm', tls, sentinelTLS: {} });
      const started = distrustful.start().catch(() => undefined);
      const { message } = await untilError(distrustful, 'SENTINELS_UNREACHABLE');
      expect(message).to.match(/\(the last one: self-signed certificate.*`sentinelTLS`/);
      await distrustful.stop();
      await started;
    } finally {
      producer.disconnect();
      await Promise.all([secure.stop(), secureSentinel.stop()]);
      certificates.remove();
    }
  });

  async function produceAndReceive(): Promise<void> {
    await client.rpush('elements', 'element');
    await client.xadd('entries', '*', 'n', '1');
    await client.publish('channel', 'message');
    expect([...(await received.until(3))].sort()).to.deep.equal(['element', 'message', '{"n":"1"}']);
  }

  /** The last error of the function on the list, once it has this code. */
  function untilError(runtime: Runtime, code: string): Promise<NonNullable<FunctionHealth['lastError']>> {
    return signalled(
      'healthChanged',
      () => {
        const { lastError } = runtime.health().functions['Handlers.onElement'] ?? {};
        return lastError?.code === code && lastError;
      },
      code,
    );
  }
});

/** Arguments of a command line as lines of a configuration file. */
function asLines(args: readonly string[]): string[] {
  return args.flatMap((arg, index) => (index % 2 === 0 ? [`${arg.slice(2)} ${args[index + 1] ?? ''}`] : []));
}
