import { expect } from 'chai';
import { redisServerVersion } from '../../support/redis-binary.js';
import { RedisServer } from '../../support/redis-server.js';
import { runSlowLink, type SlowCase, type SlowResult } from './run-slow-link.js';

/** A link of 150 kB/s takes 8 s for one of these: longer than Redis may be silent. */
const large = 1_200_000;
const seed = process.env.SEED ?? String(Date.now() % 100_000);
const slow = { bytesEach: large, messages: 1, bytesPerSecond: 150_000 };

(redisServerVersion === undefined ? describe.skip : describe)('On a slow link', function () {
  this.timeout(90_000);
  let server: RedisServer;

  before(async () => (server = await RedisServer.start()));
  after(() => server.stop());

  function expectWhole({ messages }: SlowCase, result: SlowResult, name: string): void {
    expect(result, name).to.include({ handled: messages, lost: 0, gaps: 0, givenUp: 0, stayedLive: true });
  }

  it('what takes longer than five seconds to arrive, or to be written, is not taken for dead', async () => {
    const cases: readonly SlowCase[] = [
      { kind: 'list', ...slow },
      { kind: 'listAtLeastOnce', ...slow },
      { kind: 'stream', ...slow },
      { kind: 'deadLetter', ...slow },
      // The PING of every ten seconds waits behind the rest of a burst.
      { kind: 'pubsub', bytesEach: 100_000, messages: 24, bytesPerSecond: 100_000 },
      { kind: 'exclusive', bytesEach: 100_000, messages: 24, bytesPerSecond: 100_000 },
    ];
    const results = await Promise.all(cases.map((each) => runSlowLink(server, each, 60_000)));
    for (const [index, each] of cases.entries()) expectWhole(each, results[index] as SlowResult, each.kind);
  });

  it(`latency and jitter lose nothing (SEED=${seed})`, async () => {
    const link = { bytesPerSecond: 20_000, latencyInMs: 500, jitterInMs: 200, seed };
    const kinds = ['list', 'listAtLeastOnce', 'stream', 'pubsub', 'deadLetter'] as const;
    const cases = kinds.map((kind): SlowCase => ({ kind, messages: 20, bytesEach: 1_000, ...link }));
    const results = await Promise.all(cases.map((each) => runSlowLink(server, each, 60_000)));
    for (const [index, each] of cases.entries()) expectWhole(each, results[index] as SlowResult, each.kind);
  });

  // Takes about eight minutes.
  (process.env.SLOW_LINK ? it : it.skip)(`every kind passes every link (SEED=${seed})`, async function () {
    this.timeout(1_800_000);
    const cases = grid();
    const failed: string[] = [];
    for (let from = 0; from < cases.length; from += atOnce) {
      const some = cases.slice(from, from + atOnce);
      const results = await Promise.all(some.map((each) => runSlowLink(server, each, 200_000)));
      for (const [index, each] of some.entries()) {
        const result = results[index] as SlowResult;
        const { kind, messages, bytesEach, bytesPerSecond, latencyInMs } = each;
        const link = `${bytesPerSecond} B/s, ${latencyInMs} ms`;
        const line = `${kind} | ${messages} × ${bytesEach} B | ${link} | ${JSON.stringify(result)}`;
        process.stdout.write(`${line}\n`);
        if (result.handled < messages || result.lost > 0 || !result.stayedLive) failed.push(line);
      }
    }
    expect(failed).to.deep.equal([]);
  });
});

/** How many cases run beside each other. */
const atOnce = 6;

/** Links from 1 kB/s to 10 MB/s, and elements from 1 B to 50 MB, where one of them takes no longer than a minute. */
function grid(): SlowCase[] {
  const kinds = ['list', 'listAtLeastOnce', 'stream', 'pubsub', 'exclusive', 'deadLetter'] as const;
  const links = [1_000, 30_000, 1_000_000, 10_000_000];
  const sizes = [1, 1_000, 30_000, 1_000_000, 10_000_000, 50_000_000];
  const all = links.flatMap((bytesPerSecond) => sizes.map((bytesEach) => ({ bytesPerSecond, bytesEach })));
  const possible = all.filter(({ bytesPerSecond, bytesEach }) => bytesEach / bytesPerSecond <= 50);
  return possible.flatMap(({ bytesPerSecond, bytesEach }) =>
    kinds.map((kind): SlowCase => {
      const messages = Math.max(2, Math.min(20, Math.floor((20 * bytesPerSecond) / bytesEach)));
      return { kind, messages, bytesEach, bytesPerSecond, latencyInMs: 500, jitterInMs: 200, seed };
    }),
  );
}
