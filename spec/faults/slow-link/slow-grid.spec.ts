import { expect } from 'chai';
import { redisServerVersion } from '../../support/redis-binary.js';
import { RedisServer } from '../../support/redis-server.js';
import { chosenSeed } from './expect-all-handled.js';
import { runSlowLetters, type LetterCase } from './run-slow-letters.js';
import { runSlowLink, type SlowCase } from './run-slow-link.js';
import { serverAt, type SlowServer } from './slow-server.js';

const { SLOW_LINK: wanted } = process.env;
const isWanted = redisServerVersion !== undefined && wanted !== undefined;

/**
 * Takes about half an hour, so it runs where `SLOW_LINK` is set: a regular expression for the cases, such as `.`, or
 * `takeOver`. Prints what became of each.
 */
(isWanted ? describe : describe.skip)(`Every kind on every link (SEED=${chosenSeed})`, function () {
  this.timeout(3_600_000);
  let started: RedisServer;
  let server: SlowServer;

  before(async () => {
    // Else Redis closes the connection of a subscriber that waits for more than 32 MB.
    started = await RedisServer.start({ args: ['--client-output-buffer-limit', 'pubsub', '0', '0', '0'] });
    server = serverAt(started.port);
  });
  after(() => started.stop());

  it('has every message handled', async () => {
    const failed = await runAll(messageCases(), async (each) => {
      const result = await runSlowLink(server, each, 300_000);
      return [result, result.handled === each.messages && result.lost === 0 && result.stayedLive];
    });
    expect(failed).to.deep.equal([]);
  });

  it('has dead letters written, listed, put back and removed', async () => {
    const failed = await runAll(letterCases(), async (each) => {
      const result = await runSlowLetters(server, each, 300_000);
      const { written, listed, replayed, handledAgain, removed, bytesListed, bytesRemoved } = result;
      const isDone = written >= each.messages && listed === 1 && replayed === 1 && handledAgain >= 1;
      const isFrugal = bytesListed < 1.1 * each.bytesEach + 100_000 && bytesRemoved < 100_000;
      return [result, isDone && isFrugal && removed >= each.messages - 1];
    });
    expect(failed).to.deep.equal([]);
  });
});

/** How many cases run beside each other. */
const atOnce = 6;

/** Runs cases, and returns those that failed. */
async function runAll<Case extends SlowCase>(
  cases: readonly Case[],
  run: (each: Case) => Promise<[result: object, isWell: boolean]>,
): Promise<string[]> {
  const failed: string[] = [];
  const left = cases.filter((each) => new RegExp(wanted ?? '').test(nameOf(each)));
  const worker = async (): Promise<void> => {
    for (let each = left.shift(); each; each = left.shift()) {
      const [result, isWell] = await run(each).catch((error: unknown) => [{ error: String(error) }, false]);
      const line = `${nameOf(each)} | ${JSON.stringify(result)}`;
      process.stdout.write(`${isWell ? 'ok' : 'FAILED'} ${line}\n`);
      if (!isWell) failed.push(line);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return failed;
}

function nameOf({ kind, messages, bytesEach, bytesPerSecond, latencyInMs }: SlowCase): string {
  return `${kind} | ${messages} × ${bytesEach} B | ${bytesPerSecond} B/s, ${latencyInMs} ms`;
}

const rough = { latencyInMs: 500, jitterInMs: 200, seed: chosenSeed };

/** Links from 1 kB/s to 10 MB/s, and elements from 1 B to 50 MB, where one of them takes no longer than 50 s. */
function messageCases(): SlowCase[] {
  const kinds = [
    'list',
    'listAtLeastOnce',
    'stream',
    'takeOver',
    'pubsub',
    'exclusive',
    'deadLetter',
  ] as const;
  const links = [1_000, 30_000, 1_000_000, 10_000_000];
  const sizes = [1, 1_000, 30_000, 1_000_000, 10_000_000, 50_000_000];
  const all = links.flatMap((bytesPerSecond) => sizes.map((bytesEach) => ({ bytesPerSecond, bytesEach })));
  const possible = all.filter(({ bytesPerSecond, bytesEach }) => bytesEach / bytesPerSecond <= 50);
  return possible.flatMap(({ bytesPerSecond, bytesEach }) => {
    const messages = Math.max(2, Math.min(20, Math.floor((20 * bytesPerSecond) / bytesEach)));
    return kinds.map((kind) => ({ kind, messages, bytesEach, bytesPerSecond, ...rough }));
  });
}

function letterCases(): LetterCase[] {
  const kinds = ['list', 'listAtLeastOnce', 'stream', 'pubsub'] as const;
  const links = [
    { bytesPerSecond: 1_000, bytesEach: 1_000 },
    { bytesPerSecond: 30_000, bytesEach: 100_000 },
    { bytesPerSecond: 1_000_000, bytesEach: 10_000_000 },
    { bytesPerSecond: 2_000_000, bytesEach: 10_000_000 },
    { bytesPerSecond: 10_000_000, bytesEach: 50_000_000 },
  ];
  return links.flatMap((link) => kinds.map((kind) => ({ kind, messages: 2, ...link, ...rough })));
}
