import { inspect } from 'node:util';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import type { ConnectionOption } from '../../lib/connections/connection-option.js';
import type { Credentials } from '../../lib/redis/credentials/credentials.js';
import { createRuntime } from '../../lib/create-runtime.js';
import { createSender } from '../../lib/create-sender.js';
import type { Class } from '../../lib/metadata/class.js';
import type { FunctionHealth } from '../../lib/runtime/health/health.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { defineList } from '../../lib/triggers/define-list.js';
import { CredentialAuthority, everything } from '../support/credential-authority.js';
import { classWith } from '../support/describe-classes.js';
import { eventually } from '../support/eventually.js';
import { handlersOfEachKind } from '../support/handlers-of-each-kind.js';
import { Recorder } from '../support/recorder.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisServer } from '../support/redis-server.js';
import { signalled } from '../support/signalled.js';

(redisServerVersion === undefined ? describe.skip : describe)('Credentials that change', function () {
  this.timeout(180_000);
  let server: RedisServer;
  let admin: Redis;
  let received: Recorder<string>;
  let logger: RecordingLogger;
  let address: { host: string; port: number };
  const authorities: CredentialAuthority[] = [];
  const runtimes: Runtime[] = [];

  before(async () => {
    server = await RedisServer.start();
    address = { host: '127.0.0.1', port: server.port };
    admin = new Redis(server.port);
  });
  beforeEach(() => {
    received = new Recorder();
    logger = new RecordingLogger();
  });
  afterEach(async () => {
    for (const authority of authorities.splice(0)) authority.close();
    await Promise.all(runtimes.splice(0).map((runtime) => runtime.stop()));
    await admin.flushall();
  });
  after(async () => {
    admin.disconnect();
    await server.stop();
  });

  function authority(lifetimeInMs: number): CredentialAuthority {
    const made = new CredentialAuthority(admin, lifetimeInMs);
    authorities.push(made);
    return made;
  }

  async function runtimeWith(redis: ConnectionOption, handlers?: readonly Class[]): Promise<Runtime> {
    const runtime = await createRuntime({
      handlers: handlers ?? [handlersOfEachKind(received)],
      connections: { redis, other: server.url },
      logger,
      shutdownTimeoutInMs: 2_000,
    });
    runtimes.push(runtime);
    return runtime;
  }

  it('are renewed on every connection before they end, without a message lost or handled twice', async () => {
    const { provide, given } = authority(2_000);
    const runtime = await runtimeWith({ ...address, credentials: provide });
    await runtime.start();
    const before = await connectionsOf(admin);
    let number = 0;
    while (given.items.length < 4) await produce(admin, `${number++}`);
    // The first two users are gone now, and with them whatever connection was still theirs.
    const isGone = async (): Promise<boolean> => (await usersOf(admin)).every((user) => user !== 'worker-2');
    await eventually(isGone, 'the end of the second user');
    await produce(admin, `${number++}`);
    await received.until(3 * number);
    expect([...received.items].sort()).to.deep.equal(expectedItems(number));
    expect((await connectionsOf(admin)).map(({ id }) => id)).to.have.members(before.map(({ id }) => id));
    expect(logger.lines.filter(({ level }) => level === 'warn' || level === 'error')).to.deep.equal([]);
    expect(losses(runtime)).to.equal(0);
  });

  it('are renewed on the connection of a sender, which sends all the while', async () => {
    const { provide, given } = authority(2_000);
    await using sender = createSender({ connections: { redis: { ...address, credentials: provide } } });
    const sent = defineList('sent', { connection: 'redis' });
    let number = 0;
    const isThere = async (): Promise<boolean> => (await usersOf(admin)).includes('worker-2');
    while (given.items.length < 4 || (await isThere())) await sender.push(sent, `${number++}`);
    await sender.push(sent, `${number++}`);
    const wanted = Array.from({ length: number }, (_, index) => `${index}`);
    expect(await admin.lrange('sent', 0, -1)).to.deep.equal(wanted);
  });

  it('wake a read that would wait for longer than they last', async () => {
    const { provide, given } = authority(2_000);
    const options = { connection: 'redis', key: 'k', pollingIntervalInMs: 60_000 };
    const patient = classWith(RedisListTrigger({ ...options, name: 'patient' }), () => received.add('x'));
    const runtime = await runtimeWith({ ...address, credentials: provide }, [patient]);
    await runtime.start();
    const before = await connectionsOf(admin);
    await given.until(3);
    const areAllRenewed = async (): Promise<boolean> =>
      (await connectionsOf(admin)).every(({ user }) => user === 'worker-3');
    await eventually(areAllRenewed, 'every connection to be the third user');
    expect((await connectionsOf(admin)).map(({ id }) => id)).to.have.members(before.map(({ id }) => id));
    await admin.rpush('k', 'element');
    await received.until(1);
  });

  it('with RESP2, cost the subscription a gap, which is reported', async () => {
    const { provide, given } = authority(2_000);
    const runtime = await runtimeWith({ ...address, protocol: 2, credentials: provide });
    await runtime.start();
    await given.until(2);
    await logger.until(({ text }) => text.includes('not subscribed for'), 'the report of the gap');
    await signalled('healthChanged', () => runtime.health().ready, 'every function to listen');
    await produce(admin, '0');
    await received.until(3);
  });

  it('that are the password of one user may be changed under load', async () => {
    let current = 'the first password';
    await setPassword(current);
    let fetches = 0;
    const credentials = (): Promise<Credentials> => {
      fetches += 1;
      return Promise.resolve({
        username: 'worker',
        password: current,
        expiresAt: Date.now() + 1_500,
      });
    };
    const runtime = await runtimeWith({ ...address, credentials });
    await runtime.start();
    let number = 0;
    for (const next of ['the second password', 'the third password']) {
      await setPassword(next);
      current = next;
      const { length } = received.items;
      const seen = fetches;
      while (fetches < seen + 2 || received.items.length < length + 30) await produce(admin, `${number++}`);
      await admin.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
      await signalled('healthChanged', () => runtime.health().ready, 'every function to listen');
    }
    await produce(admin, 'last');
    const expected = expectedItems(number).filter((item) => !item.startsWith('message'));
    const hasAll = (items: readonly string[]): boolean => {
      const seen = new Set(items.length < expected.length ? [] : items);
      return seen.has('message last') && expected.every((item) => seen.has(item));
    };
    await received.untilTrue(hasAll, 'every element and entry');
    expect(shown(runtime)).to.not.match(/the (first|second|third) password/);

    async function setPassword(password: string): Promise<void> {
      await admin.call('ACL', 'SETUSER', 'worker', 'on', 'resetpass', `>${password}`, ...everything);
    }
  });

  it('that cannot be had are asked for again, and the start waits for them', async () => {
    const { provide } = authority(60_000);
    let failures = 0;
    const credentials = (): Promise<Credentials> => {
      failures += 1;
      return failures < 3 ? Promise.reject(new Error('no network')) : provide();
    };
    const runtime = await runtimeWith({ ...address, credentials });
    await runtime.start();
    const [reported] = logger.lines.filter(({ level }) => level === 'warn');
    expect(inspect(reported?.fields, { depth: 5 }))
      .to.include('CREDENTIALS_UNAVAILABLE')
      .and.include('its `credentials` function failed (Error: no network)');
    expect(reported?.fields.connection).to.equal('redis');
    await signalled('healthChanged', () => runtime.health().ready, 'every function to listen');
  });

  it('that give nothing useful are reported by what is wrong with them', async () => {
    const given: unknown[] = [
      undefined,
      {},
      { password: 'p', expiresAt: 0 },
      { password: 'p', expiresAt: NaN },
    ];
    const { provide } = authority(60_000);
    const credentials = (): Promise<Credentials> =>
      given.length > 0 ? Promise.resolve(given.shift() as Credentials) : provide();
    const runtime = await runtimeWith({ ...address, credentials });
    await runtime.start();
    const warnings = inspect(
      logger.lines.filter(({ level }) => level === 'warn'),
      { depth: 6 },
    );
    for (const flaw of [
      'did not return an object',
      'returned no password',
      'that have expired',
      'neither a date nor',
    ])
      expect(warnings).to.include(flaw);
  });

  it('that are refused are a clear error, while the other functions go on, until there are good ones', async () => {
    const { provide } = authority(60_000);
    let credentials = (): Promise<Credentials> =>
      Promise.resolve({ username: 'worker-1', password: 'revoked password' });
    const onOther = { connection: 'other', name: 'other', key: 'others' };
    const other = classWith(RedisListTrigger(onOther), () => received.add('of the other'));
    const redis = { ...address, credentials: () => credentials() };
    const runtime = await runtimeWith(redis, [handlersOfEachKind(received), other]);
    const started = runtime.start();
    const refused = (): boolean =>
      healthOf(runtime, 'Handlers.onElement')?.lastError?.code === 'CREDENTIALS_REFUSED';
    await signalled('healthChanged', refused, 'the refusal');
    expect(healthOf(runtime, 'Handlers.onElement')?.lastError?.message)
      .to.match(/^redis: Redis rejects the user or the password \(WRONGPASS/)
      .and.include('Correct them');
    await admin.rpush('others', 'element');
    await received.until(1);
    credentials = provide;
    await started;
    await produce(admin, '0');
    await received.until(4);
    expect(shown(runtime)).to.not.include('revoked password');
  });

  it('that are refused at a renewal leave what is connected as it is, and health says so', async () => {
    const { provide } = authority(60_000);
    let calls = 0;
    const credentials = async (): Promise<Credentials> => {
      calls += 1;
      if (calls === 2)
        return { username: 'worker-1', password: 'wrong password', expiresAt: Date.now() + 60_000 };
      return { ...(await provide()), ...(calls === 1 && { expiresAt: Date.now() + 1_200 }) };
    };
    const runtime = await runtimeWith({ ...address, credentials });
    await runtime.start();
    await signalled('healthChanged', () => !runtime.health().ready, 'health to say so');
    await signalled('healthChanged', () => runtime.health().ready, 'the next ones to be taken');
    const errors = logger.lines.map(({ fields }) => (fields.error as { code?: string } | undefined)?.code);
    expect(errors).to.include('CREDENTIALS_REFUSED').and.not.include('CONNECTION_LOST');
    await produce(admin, '0');
    await received.until(3);
    expect(shown(runtime)).to.not.include('wrong password');
  });

  function shown(runtime: Runtime): string {
    return inspect([logger.lines, runtime.health(), runtime.functions], { depth: 9 });
  }
});

async function produce(client: Redis, number: string): Promise<void> {
  await client.rpush('elements', `element ${number}`);
  await client.xadd('entries', '*', 'entry', number);
  await client.publish('channel', `message ${number}`);
}

function expectedItems(count: number): string[] {
  const numbers = Array.from({ length: count }, (_, index) => `${index}`);
  return numbers.flatMap((n) => [`element ${n}`, `{"entry":"${n}"}`, `message ${n}`]).sort();
}

interface ServerConnection {
  readonly id: string;
  readonly user: string;
}

/** The connections of runtimes, as the server sees them. */
async function connectionsOf(admin: Redis): Promise<ServerConnection[]> {
  const list = String(await admin.call('CLIENT', 'LIST'));
  const lines = list.matchAll(/^id=(\d+) .* name=redis-triggers:.* user=(\S+)/gm);
  return [...lines].map(([, id = '', user = '']) => ({ id, user }));
}

async function usersOf(admin: Redis): Promise<string[]> {
  return (await admin.call('ACL', 'USERS')) as string[];
}

function losses(runtime: Runtime): number {
  return Object.values(runtime.health().functions).reduce((sum, { lost }) => sum + lost, 0);
}

function healthOf(runtime: Runtime, id: string): FunctionHealth | undefined {
  return runtime.health().functions[id];
}
