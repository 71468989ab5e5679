import { Redis, type RedisOptions } from 'ioredis';
import { expect } from 'chai';
import type { ConnectionOption } from '../../../lib/connections/connection-option.js';
import type { Runtime } from '../../../lib/runtime/runtime.js';
import { createScaleMonitor } from '../../../lib/scaling/create-scale-monitor.js';
import {
  hostileErrors,
  hostileResults,
  rethrow,
  revoked,
  throwingProxy,
} from '../../support/hostile-values.js';
import { rejectionOf } from '../../support/rejection-of.js';
import { describeOnRedis, redisName, type TestRedis } from '../../support/test-redis.js';
import { handlerOf, kinds, send, untilEnded } from './hostile-function.js';

const fail = (): never => rethrow(new Error('hostile'));

describeOnRedis('A connection function that is hostile', (redis) => {
  const optionsOf = (): RedisOptions =>
    redis.server ? { port: redis.server.port } : (redis.connection as RedisOptions);
  const made: Redis[] = [];
  const make = (options: RedisOptions = {}): Redis => {
    const client = new Redis({ ...optionsOf(), lazyConnect: true, ...options });
    client.on('error', () => undefined);
    made.push(client);
    return client;
  };
  afterEach(() => {
    for (const client of made.splice(0)) client.disconnect();
  });

  const frozen = (): Redis => {
    const client = make();
    Object.freeze(client.options);
    return client;
  };
  const failing: readonly (readonly [title: string, code: string, give: () => unknown])[] = [
    ...hostileErrors.map(
      ([title, makeError]) =>
        [`throws ${title}`, 'CONNECTION_FUNCTION_FAILED', () => rethrow(makeError())] as const,
    ),
    ...hostileResults.map(([title, , give]) => [`returns ${title}`, 'CONNECTION_UNSUPPORTED', give] as const),
    ['returns nothing', 'CONNECTION_UNSUPPORTED', () => undefined],
    ['returns a promise that rejects', 'CONNECTION_UNSUPPORTED', () => Promise.reject(new Error('hostile'))],
    ['returns a promise of a client', 'CONNECTION_UNSUPPORTED', () => Promise.resolve(make())],
    ['returns a revoked proxy of a client', 'CONNECTION_UNSUPPORTED', () => revoked(make())],
    ['returns a proxy that throws', 'CONNECTION_UNSUPPORTED', () => throwingProxy(make())],
    ['returns a client whose options cannot be set', 'CONNECTION_FUNCTION_FAILED', frozen],
    [
      'returns a client whose options throw',
      'CONNECTION_FUNCTION_FAILED',
      () => Object.defineProperty(make(), 'options', { get: fail }),
    ],
  ];

  it('makes the start fail with a code and the name of the connection', async function () {
    this.timeout(60_000);
    for (const [title, code, give] of failing) {
      for (const kind of kinds) {
        const runtime = await create(redis, kind, give);
        const error = await rejectionOf(runtime.start());
        expect(error, title).to.include({ code, place: redisName });
        expect(runtime.health(), title).to.include({ state: 'stopped' });
      }
    }
  });

  it('leaves no client open that was refused, or made before it failed', async () => {
    for (const refused of [{ keyPrefix: 'x:' }, { replyMapping: 'resp3' } as RedisOptions]) {
      const runtime = await create(redis, 'list', () => make({ lazyConnect: false, ...refused }));
      expect(await rejectionOf(runtime.start())).to.include({ code: 'CONNECTION_UNSUPPORTED' });
    }
    let asked = 0;
    const runtime = await create(redis, 'list', () =>
      asked++ === 0 ? make({ lazyConnect: false }) : fail(),
    );
    expect(await rejectionOf(runtime.start())).to.include({ code: 'CONNECTION_FUNCTION_FAILED' });
    await whenClosed(made);
  });

  it('says so to whoever asks for dead letters', async () => {
    const runtime = await create(redis, 'list', fail);
    expect(() => runtime.deadLetters('Hostile.run')).to.throw('CONNECTION_FUNCTION_FAILED');
  });

  it('makes a scale monitor fail, which leaves no client open', async () => {
    let asked = 0;
    const give = (): Redis => (asked++ === 0 ? make({ lazyConnect: false }) : fail());
    const connections = { [redisName]: give, other: give };
    const second = handlerOf('list', { options: { name: 'Hostile.other', connection: 'other' } });
    const creating = createScaleMonitor({
      handlers: [handlerOf('list', {}), second],
      connections,
      logger: false,
    });
    expect(await rejectionOf(creating)).to.include({ code: 'CONNECTION_FUNCTION_FAILED', place: 'other' });
    await whenClosed(made);
  });

  it('that gives a client whose connect throws: a bounded start says why, and ends', async () => {
    const runtime = await create(redis, 'list', () => Object.assign(make(), { connect: fail }));
    const error = (await rejectionOf(runtime.start({ timeoutInMs: 500 }))) as Error;
    expect(error).to.include({ code: 'START_INCOMPLETE' });
    expect(error.message).to.contain('hostile');
    expect(runtime.health()).to.include({ state: 'stopped' });
  });

  for (const [title, connect] of [
    ['nothing', () => undefined],
    ['a revoked proxy', () => revoked()],
    ['a promise that never ends', () => new Promise(() => undefined)],
  ] as const) {
    it(`that gives a client whose connect returns ${title} at first, listens later`, async () => {
      const runtime = await create(redis, 'list', () => {
        const client = make();
        const realConnect = client.connect.bind(client);
        let tried = 0;
        const hostile = (): unknown => {
          if (tried++ > 0) return realConnect();
          client.emit('end');
          return connect();
        };
        return Object.assign(client, { connect: hostile });
      });
      await runtime.start();
      await send(redis, 'list', 'good');
      expect(await untilEnded(runtime, 1)).to.include({ live: true, succeeded: 1 });
    });
  }

  it('that gives clients that cannot be disconnected: a stop ends all the same', async () => {
    const runtime = await create(redis, 'list', () => {
      const client = make();
      const disconnect = client.disconnect.bind(client);
      let tried = 0;
      return Object.assign(client, {
        disconnect: () => (tried++ === 0 ? fail() : disconnect()),
      });
    });
    await runtime.start();
    await runtime.stop();
    expect(runtime.health()).to.include({ state: 'stopped' });
  });

  for (const kind of kinds) {
    it(`that calls stop(): the start ends, and nothing listens: ${kind}`, async () => {
      const stopping: { stop?: () => Promise<void> } = {};
      const runtime = await create(redis, kind, () => (void stopping.stop?.(), make()));
      stopping.stop = () => runtime.stop();
      expect(await rejectionOf(runtime.start())).to.include({ code: 'RUNTIME_STATE' });
      await runtime.stop();
      expect(runtime.health()).to.include({ state: 'stopped' });
      await whenClosed(made);
    });
  }
});

/** Resolves when all these clients have ended. */
async function whenClosed(clients: readonly Redis[]): Promise<void> {
  const open = clients.filter(({ status }) => status !== 'end');
  await Promise.all(open.map((client) => new Promise<void>((resolve) => client.once('end', resolve))));
}

function create(redis: TestRedis, kind: (typeof kinds)[number], give: () => unknown): Promise<Runtime> {
  const connections = { [redisName]: give as ConnectionOption };
  return redis.createRuntime([handlerOf(kind, {})], { connections, shutdownTimeoutInMs: 1_000 });
}
