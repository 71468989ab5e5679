import 'reflect-metadata';
import type { Hook, Runner, Suite, Test } from 'mocha';
import { relative } from 'node:path';
import { bundleIfStale } from './bundle-package.js';
import { eventually } from './eventually.js';
import { redisServerBinary, redisServerVersion } from './redis-binary.js';
import { repository } from './repository.js';
import { closingLines, type FailedSpec } from './tiers/results.js';

const remedy =
  'Install redis-server (Debian: apt-get install redis-server), or set REDIS_SERVER_BIN to the path of one.';

/** How long what the specs have used may take to close. */
const patienceInMs = Number(process.env.LEFT_OPEN_AFTER_MS ?? 30_000);

/** In one of mocha's workers, which are ended when all is over, whatever their specs have left open. */
const isWorker = process.env.MOCHA_WORKER_ID !== undefined && process.send !== undefined;

/** What must not be left when a file of specs is over. Pipes are how a worker talks with mocha. */
const toBeClosed = new Set(['ProcessWrap', 'TCPServerWrap', 'TCPSocketWrap', 'TLSWrap']);

// Here and not before all specs, because files of specs are loaded before that.
if (!isWorker) await bundleIfStale();

const failures: FailedSpec[] = [];
const skippedSuites: string[] = [];

export const mochaHooks = {
  /** After each file that a worker runs: it must have ended its servers, clients and programs. */
  async afterAll(): Promise<void> {
    if (!isWorker) return;
    const isClosed = (): boolean => leftOpen().length === 0;
    await eventually(isClosed, 'the specs to close everything', patienceInMs).catch(() => {
      throw new Error(`LEFT OPEN by the specs of this file: ${leftOpen().join(', ')}`);
    });
  },
};

function leftOpen(): string[] {
  return process.getActiveResourcesInfo().filter((each) => toBeClosed.has(each));
}

/** Before all specs, once and not in each of mocha's workers. Mocha gives its runner as `this`. */
export function mochaGlobalSetup(this: Runner): void {
  noteFailures(this);
  noteSkippedSuites(this);
  if (redisServerVersion !== undefined) return;
  const what = `"${redisServerBinary}" cannot be run`;
  if (process.env.REQUIRE_REDIS === '1') throw new Error(`REQUIRE_REDIS is 1, but ${what}. ${remedy}`);
  warn(`WITHOUT REDIS: ${what}, so the specs that need it are skipped. ${remedy}`);
}

/** After mocha's own report: what did not run, what to run again, and a count that programs can read. */
export function mochaGlobalTeardown(this: Runner): void {
  const { passes: passed = 0, failures: failed = 0, pending: skipped = 0 } = this.stats ?? {};
  if (redisServerVersion === undefined && skipped > 0) {
    const titles = skippedSuites.map((title) => `\n  - ${title}`);
    warn(`WITHOUT REDIS: specs skipped: ${skipped}. ${remedy} Skipped were:${titles.join('')}`);
  }
  const results = { passed, failed, skipped, failures };
  // The runner of the tiers adds up several runs and says the end itself.
  if (process.send) process.send(results);
  else process.stdout.write(closingLines(results));
  nameWhatIsLeftOpen();
}

function noteFailures(runner: Runner): void {
  runner.on('fail', (failed: Test | Hook) => {
    const file = failed.file === undefined ? undefined : relative(repository, failed.file);
    failures.push({ file, title: failed.type === 'test' ? failed.fullTitle() : undefined });
  });
}

/** Notes the suites that are skipped as a whole, without those inside them. */
function noteSkippedSuites(runner: Runner): void {
  let depth = 0;
  runner.on('suite', (suite: Suite) => {
    if (depth === 0 && suite.isPending()) skippedSuites.push(suite.fullTitle());
    if (depth > 0 || suite.isPending()) depth += 1;
  });
  runner.on('suite end', () => {
    if (depth > 0) depth -= 1;
  });
}

/** What a spec leaves open would keep the run from ending, and nobody would learn what it is. */
function nameWhatIsLeftOpen(): void {
  const open = (): void => {
    const resources = process.getActiveResourcesInfo().join(', ');
    warn(`LEFT OPEN by the specs, ${patienceInMs / 1_000} seconds after the last of them: ${resources}`);
    process.exit();
  };
  setTimeout(open, patienceInMs).unref();
}

function warn(text: string): void {
  process.stderr.write(`\n${'!'.repeat(78)}\n${text}\n${'!'.repeat(78)}\n\n`);
}
