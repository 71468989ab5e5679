import { expect } from 'chai';
import { Redis } from 'ioredis';
import type { ConnectionOption } from '../../lib/connections/connection-option.js';
import { createRuntime } from '../../lib/create-runtime.js';
import type { FunctionHealth } from '../../lib/runtime/health/health.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import { ownPort } from '../support/own-port.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { Certificates, certifiedName, hasOpenssl } from '../support/certificates.js';
import { classWith } from '../support/describe-classes.js';
import { handlersOfEachKind } from '../support/handlers-of-each-kind.js';
import { Recorder } from '../support/recorder.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisServer } from '../support/redis-server.js';
import { TcpProxy } from '../support/tcp-proxy.js';
import { RunningProgram } from '../support/running-program.js';
import { signalled } from '../support/signalled.js';

(redisServerVersion && hasOpenssl ? describe : describe.skip)('A connection with TLS', function () {
  this.timeout(180_000);
  let certificates: Certificates;
  /** Wants a certificate of its clients on its port for TLS. */
  let strict: RedisServer;
  let strictPort: number;
  /** Wants none. */
  let lenient: RedisServer;
  let lenientPort: number;
  let client: Redis;
  let received: Recorder<string>;
  const runtimes: Runtime[] = [];

  before(async () => {
    certificates = new Certificates();
    [strictPort, lenientPort] = [await ownPort(), await ownPort()];
    strict = await RedisServer.start({ args: certificates.serverArgs(strictPort, 'yes') });
    lenient = await RedisServer.start({ args: certificates.serverArgs(lenientPort, 'no') });
    client = new Redis(strict.port);
  });
  beforeEach(() => (received = new Recorder()));
  afterEach(async () => {
    await Promise.all(runtimes.splice(0).map((runtime) => runtime.stop()));
    await client.flushall();
  });
  after(async () => {
    client.disconnect();
    await Promise.all([strict.stop(), lenient.stop()]);
    certificates.remove();
  });

  async function runtimeWith(redis: ConnectionOption): Promise<Runtime> {
    const onPlain = { connection: 'plain', name: 'plain', key: 'plain' };
    const other = classWith(RedisListTrigger(onPlain), () => received.add('of the other function'));
    const runtime = await createRuntime({
      handlers: [handlersOfEachKind(received), other],
      connections: { redis, plain: strict.url },
      logger: false,
      shutdownTimeoutInMs: 2_000,
    });
    runtimes.push(runtime);
    return runtime;
  }

  it('of a private CA, by IP address, with a certificate of its own, works for every trigger', async () => {
    const tls = { ...certificates.trust, ...certificates.identity };
    const runtime = await runtimeWith({ host: '127.0.0.1', port: strictPort, tls });
    await runtime.start();
    await client.rpush('elements', 'element');
    await client.xadd('entries', '*', 'n', '1');
    await client.publish('channel', 'message');
    expect([...(await received.until(3))].sort()).to.deep.equal(['element', 'message', '{"n":"1"}']);
  });

  const strings = {
    'rediss://': (port: number) => `rediss://127.0.0.1:${port}?tlsServerName=${certifiedName}`,
    'ssl=true': (port: number) => `127.0.0.1:${port},ssl=true,sslHost=${certifiedName}`,
  };
  for (const [form, connectionString] of Object.entries(strings)) {
    it(`written as ${form} trusts the CA that NODE_EXTRA_CA_CERTS names`, async () => {
      const env = { NODE_EXTRA_CA_CERTS: certificates.caFile, workerRedis: connectionString(lenientPort) };
      const worker = new RunningProgram('spec/support/worker-program.js', [], env);
      const producer = new Redis(lenient.port);
      try {
        await worker.until(() => worker.stdout.includes('ready'));
        await producer.rpush('elements', 'over TLS');
        await worker.until(() => worker.stdout.includes('over TLS'));
      } finally {
        producer.disconnect();
        await worker.end();
      }
    });
  }

  it('outlives an error of TLS and the reset after it', async () => {
    const proxy = await TcpProxy.to(lenientPort);
    const producer = new Redis(lenient.port);
    const runtime = await runtimeWith({ host: '127.0.0.1', port: proxy.port, tls: certificates.trust });
    try {
      await runtime.start();
      await proxy.garbleAndReset();
      // The server may still answer a connection that it has not seen end: of the three kinds only an entry comes again.
      await producer.xadd('entries', '*', 'n', '1');
      expect(await received.until(1)).to.deep.equal(['{"n":"1"}']);
    } finally {
      await runtime.stop();
      await producer.flushall();
      producer.disconnect();
      await proxy.close();
    }
  });

  const wrong: Record<string, { option: () => ConnectionOption; code: string; text: RegExp }> = {
    'to a server whose CA is not known': {
      option: () => ({ host: '127.0.0.1', port: strictPort, tls: { servername: certifiedName } }),
      code: 'TLS_FAILED',
      text: /^redis: the certificate of the server cannot be verified \(self-signed .*Provide the private CA/,
    },
    'whose certificate has another name': {
      option: () => ({ host: '127.0.0.1', port: strictPort, tls: { ca: certificates.trust.ca } }),
      code: 'TLS_FAILED',
      text: /the TLS handshake failed \(Hostname\/IP does not match .*`servername`/,
    },
    'without the certificate that the server wants': {
      option: () => ({ host: '127.0.0.1', port: strictPort, tls: certificates.trust }),
      code: 'HANDSHAKE_FAILED',
      text: /(the connection was closed before it was ready|requires a client certificate).*\. .*client certificate/,
    },
    'to a port without TLS': {
      option: () => ({ host: '127.0.0.1', port: strict.port, tls: certificates.trust, connectTimeout: 500 }),
      code: 'TLS_FAILED',
      text: /no TLS handshake within the connect timeout: the port may not use TLS/,
    },
    'that is missing, where the port has it,': {
      option: () => ({ host: '127.0.0.1', port: strictPort }),
      code: 'HANDSHAKE_FAILED',
      text: /the connection was closed before it was ready\. .*a TLS port needs TLS/,
    },
  };
  for (const [what, { option, code, text }] of Object.entries(wrong)) {
    it(`${what} is a clear error, and the other functions go on`, async () => {
      const runtime = await runtimeWith(option());
      const started = runtime.start().catch((error: unknown) => (error as { code?: string }).code);
      const lastError = (id: string): FunctionHealth['lastError'] =>
        runtime.health().functions[id]?.lastError;
      const ids = ['Handlers.onElement', 'Handlers.onEntry', 'Handlers.onMessage'];
      await signalled('healthChanged', () => ids.every((id) => lastError(id) !== undefined), 'the errors');
      for (const id of ids) expect(lastError(id)?.code, id).to.equal(code);
      expect(lastError('Handlers.onElement')?.message).to.match(text);
      await client.rpush('plain', 'element');
      await received.until(1);
      expect(runtime.health().functions.plain).to.include({ state: 'listening' });
      await runtime.stop();
      expect(await started).to.equal('RUNTIME_STATE');
    });
  }
});
