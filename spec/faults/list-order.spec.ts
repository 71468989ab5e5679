import { expect } from 'chai';
import { Redis } from 'ioredis';
import { createRuntime } from '../../lib/create-runtime.js';
import { FakeRedis } from '../../lib/testing/fake/fake-redis.js';
import type { ListTriggerOptions } from '../../lib/triggers/trigger-options.js';
import { handlerOf, heldCount } from '../support/lists-at-least-once.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisServer } from '../support/redis-server.js';
import { signalled } from '../support/signalled.js';
import { TcpProxy } from '../support/tcp-proxy.js';
import { redisName } from '../support/test-redis.js';
import { randomOf } from './many-processes/random.js';
import { chooseSeed } from './many-processes/run-processes.js';

/** More of them with `LIST_ORDER_ROUNDS`; a round again with `PROCESSES_SEED`. */
const rounds = Number(process.env.LIST_ORDER_ROUNDS ?? 3);

interface Target {
  readonly port: number;
  stop(): Promise<unknown>;
}

const targets: Readonly<Record<string, () => Promise<Target>>> = {
  ...(redisServerVersion !== undefined && { [`Redis ${redisServerVersion}`]: () => RedisServer.start() }),
  'the fake': async () => {
    const fake = new FakeRedis();
    const { port } = await fake.listen();
    return { port, stop: () => fake.close() };
  },
};

const cases: Readonly<Record<string, Partial<ListTriggerOptions>>> = {
  orderBy: { count: 10, concurrency: 20, prefetch: 100, orderBy: ({ message }) => message.charAt(0) },
  'concurrency 1 and prefetch 100': { count: 5, concurrency: 1, prefetch: 100 },
};

for (const [name, start] of Object.entries(targets)) {
  describe(`The order of a list at least once while replies are cut at any byte (${name})`, function () {
    this.timeout(120_000);
    let target: Target;

    before(async () => {
      target = await start();
    });

    after(() => target.stop());

    for (const [title, options] of Object.entries(cases)) {
      for (let round = 0; round < rounds; round++) {
        it(`holds within a process: ${title}, round ${round + 1}`, async () => {
          const seed = `${chooseSeed()} ${round}`;
          expect(await violations(target.port, options, seed)).to.deep.equal([]);
        });
      }
    }
  });
}

/** Cuts each connection after so many bytes as the dice say. */
function cutEachConnection(proxy: TcpProxy, random: () => number): void {
  const most = new Map<number, number>();
  proxy.decideReplies(({ bytes, connection, sentBefore }) => {
    // The greeting of a connection takes about 6,000 bytes, for INFO: most connections get beyond it.
    const mostBytes = most.get(connection) ?? 6_000 + Math.floor(random() * 6_000);
    most.set(connection, mostBytes);
    return sentBefore + bytes.length < mostBytes ? {} : { cutAfter: mostBytes - sentBefore };
  });
}

/** Handles 1,000 numbers through a proxy that cuts; returns what is out of order, missing or handled twice. */
async function violations(
  port: number,
  options: Partial<ListTriggerOptions>,
  seed: string,
): Promise<string[]> {
  const random = randomOf(seed);
  const proxy = await TcpProxy.to(port);
  cutEachConnection(proxy, random);
  const client = new Redis(port);
  const handled: string[] = [];
  const handler = handlerOf(async ({ body }) => {
    handled.push(body.toString());
    if (random() < 0.2) await new Promise((resolve) => setImmediate(resolve));
  }, options);
  const padding = '.'.repeat(100);
  const sent = Array.from({ length: 1_000 }, (_, index) => `${'abc'.charAt(index % 3)}${index}${padding}`);
  await client.rpush('orders', ...sent);
  const connections = { [redisName]: `redis://127.0.0.1:${proxy.port}` };
  const runtime = await createRuntime({ handlers: [handler], connections, logger: false });
  try {
    void runtime.start();
    await signalled(
      'healthChanged',
      () => handled.length >= sent.length,
      `all of them (seed ${seed})`,
      60_000,
    );
    proxy.decideReplies();
    await signalled(
      'settled',
      async () => (await heldCount(client)) === 0,
      `the acknowledgements (seed ${seed})`,
      20_000,
    );
    const found: string[] = [];
    const lanes = options.orderBy ? ['a', 'b', 'c'] : [''];
    for (const lane of lanes) {
      const numbers = handled
        .filter((text) => text.startsWith(lane))
        .map((text) => Number.parseInt(text.slice(1), 10));
      const wrong = numbers.filter((number, index) => number < (numbers[index - 1] ?? -1));
      if (wrong.length > 0) found.push(`${wrong.length} out of order, such as ${wrong[0]}`);
    }
    const missing = sent.filter((text) => !handled.includes(text));
    if (missing.length > 0) found.push(`${missing.length} missing`);
    if (handled.length > sent.length) found.push(`${handled.length - sent.length} handled twice`);
    if (proxy.cuts < 10) found.push(`only ${proxy.cuts} cuts`);
    return found.map((each) => `${each} (PROCESSES_SEED=${seed.split(' ')[0]})`);
  } finally {
    await runtime.stop();
    await client.flushall();
    client.disconnect();
    await proxy.close();
  }
}
