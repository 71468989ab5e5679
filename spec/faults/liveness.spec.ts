import { expect } from 'chai';
import { createRuntime } from '../../lib/create-runtime.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import { handlersOfEachKind } from '../support/handlers-of-each-kind.js';
import { Recorder } from '../support/recorder.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisServer } from '../support/redis-server.js';
import { signalled } from '../support/signalled.js';
import { TcpProxy } from '../support/tcp-proxy.js';

(redisServerVersion === undefined ? describe.skip : describe)('health().live', function () {
  this.timeout(180_000);
  const runtimes: Runtime[] = [];
  const servers: RedisServer[] = [];

  after(async () => {
    await Promise.all(runtimes.map((runtime) => runtime.stop()));
    await Promise.all(servers.map((server) => server.stop()));
  });

  async function started(port: number): Promise<Runtime> {
    const runtime = await createRuntime({
      handlers: [handlersOfEachKind(new Recorder<string>())],
      connections: { redis: `127.0.0.1:${port}` },
      logger: false,
      shutdownTimeoutInMs: 1_000,
    });
    runtimes.push(runtime);
    await runtime.start();
    return runtime;
  }

  async function server(): Promise<RedisServer> {
    const made = await RedisServer.start();
    servers.push(made);
    return made;
  }

  const isNobodyWell = (runtime: Runtime): boolean =>
    Object.values(runtime.health().functions).every(
      ({ state, lastError }) => state === 'recovering' && lastError?.code === 'SERVER_UNRESPONSIVE',
    );
  const liveOf = (runtime: Runtime): string[] =>
    Object.entries(runtime.health().functions).flatMap(([id, { live }]) => (live ? [id] : []));

  it('tells within 30 s that connections are wedged or a server is frozen, and not that one is down', async () => {
    const [swallowed, frozen, down] = [await server(), await server(), await server()];
    const proxy = await TcpProxy.to(swallowed.port);
    const behindProxy = await started(proxy.port);
    const onFrozen = await started(frozen.port);
    const onDown = await started(down.port);
    const all = [behindProxy, onFrozen, onDown];
    try {
      for (const runtime of all) expect(runtime.health()).to.include({ live: true, ready: true });
      proxy.swallow();
      frozen.freeze();
      await down.kill();
      const ids = liveOf(behindProxy);
      await signalled('healthChanged', () => !onDown.health().ready, 'health to say that a server is down');
      for (const runtime of [behindProxy, onFrozen]) {
        await signalled(
          'healthChanged',
          () => isNobodyWell(runtime),
          'health to say that nothing is answered',
          20_000,
        );
        expect(runtime.health().live).to.equal(true);
      }
      for (const runtime of [behindProxy, onFrozen]) {
        await signalled(
          'healthChanged',
          () => liveOf(runtime).length === 0,
          'every function to be dead',
          32_000,
        );
        expect(runtime.health().live).to.equal(false);
      }
      expect(liveOf(onDown)).to.deep.equal(ids);
      expect(onDown.health()).to.include({ live: true, ready: false });
      frozen.thaw();
      await signalled(
        'healthChanged',
        () => onFrozen.health().live && onFrozen.health().ready,
        'the thawed to live again',
      );
      await down.start();
      await signalled('healthChanged', () => onDown.health().ready, 'the other to listen again');
    } finally {
      frozen.thaw();
      await proxy.close();
    }
  });
});
