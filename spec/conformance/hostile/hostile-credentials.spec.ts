import { expect } from 'chai';
import type { ConnectionOption } from '../../../lib/connections/connection-option.js';
import type { CredentialsProvider } from '../../../lib/redis/credentials/credentials.js';
import type { Runtime } from '../../../lib/runtime/runtime.js';
import {
  hostileErrors,
  hostileResults,
  rethrow,
  revoked,
  throwingProxy,
} from '../../support/hostile-values.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { rejectionOf } from '../../support/rejection-of.js';
import { signalled } from '../../support/signalled.js';
import { describeOnRedis, redisName, type TestRedis } from '../../support/test-redis.js';
import { handlerOf, healthOf, send, untilEnded } from './hostile-function.js';

/** Credentials that a server without passwords takes. */
const good = { username: 'default', password: 'any secret' };
const fail = (): never => rethrow(new Error('hostile'));
const withGetter = (member: string): object => Object.defineProperty({ ...good }, member, { get: fail });

/** What is no use, whatever it looks like. */
const useless: readonly (readonly [title: string, make: () => unknown])[] = [
  ...hostileErrors.map(([title, make]) => [`throws ${title}`, () => rethrow(make())] as const),
  ...hostileErrors.map(
    ([title, make]) =>
      [`rejects with ${title}`, () => Promise.resolve().then(() => rethrow(make()))] as const,
  ),
  ...hostileResults.map(([title, , make]) => [`returns ${title}`, make] as const),
  ['returns nothing', () => undefined],
  ['returns a proxy that throws', () => throwingProxy(good)],
  [
    'resolves to a revoked proxy of good ones',
    () => Promise.resolve().then(() => ({ value: revoked(good) })),
  ],
  ['returns a getter for the password that throws', () => withGetter('password')],
  ['returns a getter for the user that throws', () => withGetter('username')],
  ['returns a getter for the end that throws', () => withGetter('expiresAt')],
  ['returns a symbol as the end', () => ({ ...good, expiresAt: Symbol('end') })],
  ['returns an end whose value throws', () => ({ ...good, expiresAt: { valueOf: fail } })],
  ['returns a password that is an object', () => ({ ...good, password: { toString: fail } })],
];

describeOnRedis('A connection whose credentials function is hostile', (redis) => {
  const logger = new RecordingLogger();

  it('says what each useless answer is, asks again, and listens with the first good one', async function () {
    this.timeout(60_000);
    for (const [title, make] of useless) {
      let asked = 0;
      const provide = (): unknown => (asked++ === 0 ? make() : good);
      const runtime = await start(redis, provide);
      const said = healthOf(runtime).lastError;
      expect(said, title).to.include({ code: 'CREDENTIALS_UNAVAILABLE' });
      expect(said?.message, title).to.contain(redisName);
      await expectToHandle(redis, runtime);
      await runtime.stop();
    }
  });

  it('is left when a bounded start ends, which says why', async function () {
    this.timeout(30_000);
    const never = (): Promise<never> => new Promise(() => undefined);
    for (const [make, why] of [
      [never, 'nothing went wrong so far'],
      [fail, 'its `credentials` function failed (Error: hostile)'],
      [() => revoked(), 'its `credentials` function'],
    ] as const) {
      const runtime = await create(redis, make);
      const error = (await rejectionOf(runtime.start({ timeoutInMs: 300 }))) as Error;
      expect(error).to.include({ code: 'START_INCOMPLETE', place: 'Hostile.run' });
      expect(error.message).to.contain(why);
      expect(runtime.health()).to.include({ state: 'stopped' });
    }
  });

  it('reads what it is given once, so that a getter cannot show a password that is not kept secret', async () => {
    let read = 0;
    const given = {
      username: 'default',
      get password(): string {
        return `password-${++read}`;
      },
    };
    const runtime = await start(redis, () => given, { logger });
    expect(read).to.equal(1);
    await expectToHandle(redis, runtime);
  });

  for (const [title, act] of [
    ['waits for the stop', (stop: () => Promise<void>) => stop().then(() => good)],
    ['begins the stop', (stop: () => Promise<void>) => (void stop(), good)],
    ['begins the stop and throws', (stop: () => Promise<void>) => (void stop(), fail())],
    [
      'begins the stop and never ends',
      (stop: () => Promise<void>) => (void stop(), new Promise(() => undefined)),
    ],
  ] as const) {
    it(`stops when the function ${title}, at the start`, async () => {
      const stopping: { stop?: () => Promise<void> } = {};
      const runtime = await create(redis, () => act(() => stopping.stop?.() ?? Promise.resolve()));
      stopping.stop = () => runtime.stop();
      expect(await rejectionOf(runtime.start())).to.include({ code: 'RUNTIME_STATE' });
      expect(runtime.health()).to.include({ state: 'stopped' });
    });

    it(`stops when the function ${title}, at a renewal`, async () => {
      const stopping: { stop?: () => Promise<void> } = {};
      let asked = 0;
      const runtime = await start(redis, () =>
        asked++ === 0
          ? { ...good, expiresAt: Date.now() + 100 }
          : act(() => stopping.stop?.() ?? Promise.resolve()),
      );
      stopping.stop = () => runtime.stop();
      await signalled('healthChanged', () => runtime.health().state === 'stopped', 'the stop');
      expect(healthOf(runtime)).to.include({ state: 'stopped', lost: 0 });
    });
  }
});

function optionOf(redis: TestRedis, provide: () => unknown): ConnectionOption {
  const { connection, server } = redis;
  const options = server ? { host: '127.0.0.1', port: server.port } : (connection as object);
  return { ...options, credentials: provide as CredentialsProvider };
}

function create(redis: TestRedis, provide: () => unknown, options: object = {}): Promise<Runtime> {
  const connections = { [redisName]: optionOf(redis, provide) };
  return redis.createRuntime([handlerOf('list', {})], {
    connections,
    shutdownTimeoutInMs: 1_000,
    ...options,
  });
}

async function start(redis: TestRedis, provide: () => unknown, options: object = {}): Promise<Runtime> {
  const runtime = await create(redis, provide, options);
  await runtime.start();
  return runtime;
}

async function expectToHandle(redis: TestRedis, runtime: Runtime): Promise<void> {
  await send(redis, 'list', 'good');
  expect(await untilEnded(runtime, 1)).to.include({ live: true, succeeded: 1 });
}
