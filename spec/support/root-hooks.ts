import 'reflect-metadata';
import type { Runner, Suite } from 'mocha';
import { redisServerBinary, redisServerVersion } from './redis-binary.js';

const remedy =
  'Install redis-server (Debian: apt-get install redis-server), or set REDIS_SERVER_BIN to the path of one.';

/** How long what the specs have used may take to close. */
const patienceInMs = Number(process.env.LEFT_OPEN_AFTER_MS ?? 30_000);

/** Before all specs. Mocha gives its runner as `this`. */
export function mochaGlobalSetup(this: Runner): void {
  if (redisServerVersion !== undefined) return;
  const what = `"${redisServerBinary}" cannot be run`;
  if (process.env.REQUIRE_REDIS === '1') throw new Error(`REQUIRE_REDIS is 1, but ${what}. ${remedy}`);
  warn(`WITHOUT REDIS: ${what}, so the specs that need it are skipped. ${remedy}`);
}

/** After mocha's own report: what did not run, and a count that programs can read. */
export function mochaGlobalTeardown(this: Runner): void {
  const { passes = 0, failures = 0, pending = 0 } = this.stats ?? {};
  if (redisServerVersion === undefined && pending > 0) {
    const titles = skippedSuites(this.suite).map((title) => `\n  - ${title}`);
    warn(`WITHOUT REDIS: specs skipped: ${pending}. ${remedy} Skipped were:${titles.join('')}`);
  }
  process.stdout.write(`\n${passes} passed, ${failures} failed, ${pending} skipped\n`);
  nameWhatIsLeftOpen();
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

/** The titles of the suites that are skipped as a whole, without those inside them. */
function skippedSuites(suite: Suite): string[] {
  return suite.isPending() ? [suite.fullTitle()] : suite.suites.flatMap(skippedSuites);
}

function warn(text: string): void {
  process.stderr.write(`\n${'!'.repeat(78)}\n${text}\n${'!'.repeat(78)}\n\n`);
}
