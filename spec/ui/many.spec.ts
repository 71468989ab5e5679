import { expect } from 'chai';
import { Redis } from 'ioredis';
import {
  askCost,
  commandsOf,
  crowdOf,
  fillCrowd,
  writeCrowdsFleet,
  writeManyDeadLetters,
  type AskCost,
} from '../../bench/run/crowd.js';
import { createRuntime } from '../../lib/create-runtime.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import { createPage } from '../../lib/ui/create-page.js';
import type { GroupPage, LetterPage } from '../../lib/ui/letter-shapes.js';
import type { Page } from '../../lib/ui/serve-page.js';
import type { Overview } from '../../lib/ui/shapes.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisServer } from '../support/redis-server.js';

const fleet = 'crowd';

(redisServerVersion ? describe : describe.skip)('the page of very much', function () {
  this.timeout(180_000);
  let redis: RedisServer;
  let client: Redis;
  let runtime: Runtime;
  let page: Page;

  before(async () => {
    redis = await RedisServer.start();
    client = new Redis(redis.port);
  });
  after(async () => {
    client.disconnect();
    await redis.stop();
  });
  afterEach(async () => {
    page.close();
    await runtime.stop();
    await client.flushall();
  });

  /** It is not started, so that Redis is asked for what the page needs and for nothing else. */
  async function open(functions: number, messages: number): Promise<void> {
    await fillCrowd(client, functions, messages);
    await writeCrowdsFleet(client, fleet, functions);
    runtime = await createRuntime({
      handlers: crowdOf(functions, 'redis'),
      connections: { redis: redis.url },
      fleet: { name: fleet },
      logger: false,
    });
    look();
    // It opens the connections.
    await ask('overview');
  }

  /** Another page has read nothing yet. */
  const look = (): void => void (page = createPage({ runtime, authorize: () => 'all' }));
  const ask = (path: string): Promise<AskCost> => askCost(page, path, client);

  it('asks Redis three times a function at each poll, whatever waits, and once for all who look', async () => {
    await open(300, 1);
    look();
    const first = await ask('overview');
    expect(first.commands).to.be.within(600, 1_100);
    page.close();
    look();
    const before = await commandsOf(client);
    const path = 'http://localhost/api/overview';
    const answers = await Promise.all(Array.from({ length: 10 }, () => page.fetch(new Request(path))));
    expect(answers.map(({ status }) => status)).to.deep.equal(Array.from({ length: 10 }, () => 200));
    expect((await commandsOf(client)) - before).to.equal(first.commands);
    await fillCrowd(client, 300, 100);
    await writeManyDeadLetters(client, { functionId: 'crowd:0', source: 'crowd:0', count: 50_000 });
    page.close();
    look();
    // Groups that have entries are asked for their oldest one, with one message as with a hundred.
    expect((await ask('overview')).commands).to.equal(first.commands);
  });

  it('shows a thousand functions fifty by fifty, in documents that stay small', async () => {
    await open(1_000, 1);
    const seen = new Set<string>();
    for (let number = 1; number <= 20; number++) {
      const { text } = await ask(`overview?sort=function&page=${number}`);
      expect(text.length).to.be.below(100_000);
      const { rows, pages, matching } = JSON.parse(text) as Overview;
      expect([pages, matching, rows.length]).to.deep.equal([20, 1_000, 50]);
      for (const { id, state, processes, perMinute } of rows) {
        seen.add(id);
        expect([state, processes, perMinute]).to.deep.equal(['listening', 4, 91]);
      }
    }
    expect(seen.size).to.equal(1_000);
    const found = JSON.parse((await ask('overview?filter=crowd:77')).text) as Overview;
    expect(found.matching).to.equal(11);
  });

  it('looks at the latest ten thousand of a million dead letters, and at the others where it is told to', async () => {
    await open(2, 1);
    const count = 1_000_000;
    await writeManyDeadLetters(client, { functionId: 'crowd:0', source: 'crowd:0', count });
    const groups = await ask('groups?function=crowd:0');
    const { total, lookedAt, groups: found } = JSON.parse(groups.text) as GroupPage;
    expect([total, lookedAt, found.length]).to.deep.equal([count, 10_000, 10]);
    expect(groups.commands).to.be.below(150);
    expect((await ask('groups?function=crowd:0')).commands).to.be.below(10);
    const first = await ask('letters?function=crowd:0');
    expect(first.commands).to.be.below(20);
    const { letters, next } = JSON.parse(first.text) as LetterPage;
    expect(letters[0]?.preview).to.equal('{"order":999999}');
    const second = await ask(`letters?function=crowd:0&cursor=${encodeURIComponent(String(next))}`);
    expect((JSON.parse(second.text) as LetterPage).letters[0]?.preview).to.equal('{"order":999949}');
    // What is not among the latest is looked for ten thousand by ten thousand.
    const rare = await ask('letters?function=crowd:0&where=payload.order%3D985000');
    const part = JSON.parse(rare.text) as LetterPage;
    expect([part.letters.length, part.lookedAt]).to.deep.equal([0, 10_000]);
    const older = await ask(
      `letters?function=crowd:0&where=payload.order%3D985000&cursor=${encodeURIComponent(String(part.next))}`,
    );
    expect((JSON.parse(older.text) as LetterPage).letters.map(({ preview }) => preview)).to.deep.equal([
      '{"order":985000}',
    ]);
    page.close();
    look();
    const { commands, text } = await ask('overview');
    // Most of them are the hour of the fleet, which a page reads once.
    expect(commands).to.be.below(100);
    expect((JSON.parse(text) as Overview).totals.dead).to.equal(count);
  });
});
