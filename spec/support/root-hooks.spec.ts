import { expect } from 'chai';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository } from './repository.js';
import { runProgram, type ProgramResult } from './run-program.js';

const needsRedis = 'dist/spec/support/redis-server.spec.js';
const needsNone = 'dist/spec/time/backoff.spec.js';

/** Mocha on these spec files, with another `redis-server`. */
function runSpecs(
  files: readonly string[],
  env: NodeJS.ProcessEnv,
  options: readonly string[] = [],
): Promise<ProgramResult> {
  const mocha = ['node_modules/mocha/bin/mocha.js', '--no-config', ...options];
  const hooks = ['--require', './dist/spec/support/root-hooks.js'];
  return runProgram([...mocha, ...hooks, ...files], { cwd: repository, env: { REQUIRE_REDIS: '', ...env } });
}

describe('the specs', function () {
  this.timeout(180_000);
  const REDIS_SERVER_BIN = '/nonexistent/redis-server';

  for (const [how, options] of Object.entries({ '': [], ' in parallel': ['--parallel', '--jobs', '2'] })) {
    it(`run${how} without Redis, and say first and last what was skipped and how to get it`, () =>
      runWithout(options));
  }

  async function runWithout(options: readonly string[]): Promise<void> {
    const result = await runSpecs([needsRedis, needsNone], { REDIS_SERVER_BIN }, options);
    expect(result.exitCode).to.equal(0);
    expect(result.stdout).to.match(/\n[1-9]\d* passed, 0 failed, 1 skipped\n$/);
    const [, first = '', last = ''] = result.stderr.split('WITHOUT REDIS: ');
    for (const said of [first, last]) {
      expect(said).to.contain('apt-get install redis-server').and.contain('REDIS_SERVER_BIN');
    }
    expect(first).to.contain('"/nonexistent/redis-server" cannot be run');
    expect(last).to.contain('specs skipped: 1.').and.contain('- RedisServer (spec support)');
  }

  it('fail without Redis where REQUIRE_REDIS is 1', async () => {
    const result = await runSpecs([needsNone], { REDIS_SERVER_BIN, REQUIRE_REDIS: '1' });
    expect(result.exitCode).to.equal(1);
    expect(result.stderr).to.contain('REQUIRE_REDIS is 1').and.contain('apt-get install redis-server');
    expect(result.stdout).to.not.contain('passed');
  });

  const failing = 'it("fails", () => { throw new Error("as it should") }); it("passes", () => {});';

  it('count a failure in the closing line and in the exit code', async () => {
    const result = await runText(failing, {});
    expect(result.exitCode).to.equal(1);
    expect(result.stdout).to.match(/\n1 passed, 1 failed, 0 skipped\n$/);
    expect(result.stdout).to.match(/Run again alone.*\n {2}npx mocha .*specs\.cjs --fgrep 'fails'\n/);
  });

  it('name what they leave open, and end all the same, with the result that they had', async () => {
    const open = `require("node:net").createServer().listen(0);`;
    const env = { LEFT_OPEN_AFTER_MS: '50' };
    const [failed, passed] = await Promise.all([
      runText(`${failing} ${open}`, env),
      runText(`it("passes", () => {}); ${open}`, env),
    ]);
    expect([failed?.exitCode, passed?.exitCode]).to.deep.equal([1, 0]);
    expect(passed?.stderr).to.match(/LEFT OPEN by the specs, .*TCPServerWrap/);
  });

  /** Mocha on specs with this text. */
  async function runText(text: string, env: NodeJS.ProcessEnv): Promise<ProgramResult> {
    const folder = mkdtempSync(join(tmpdir(), 'redis-triggers-specs-'));
    try {
      const file = join(folder, 'specs.cjs');
      writeFileSync(file, text);
      return await runSpecs([file], env);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
});

describe('REDIS_SERVER_BIN', () => {
  const versions = {
    'Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=d81b8ff71cfb150e': '7.0.15',
    'Valkey server v=8.0.1 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=1d2d2c3d3b5d5f5e': '8.0.1',
  };
  for (const [line, version] of Object.entries(versions)) {
    it(`may be a server that says "${line.slice(0, 22)}…"`, async () => {
      const folder = mkdtempSync(join(tmpdir(), 'redis-triggers-specs-'));
      try {
        const REDIS_SERVER_BIN = join(folder, 'server');
        writeFileSync(REDIS_SERVER_BIN, `#!/bin/sh\necho '${line}'\n`);
        chmodSync(REDIS_SERVER_BIN, 0o755);
        const program = `import('./dist/spec/support/redis-binary.js').then((it) => console.log(it.redisServerVersion))`;
        const { stdout } = await runProgram(['-e', program], { cwd: repository, env: { REDIS_SERVER_BIN } });
        expect(stdout).to.equal(`${version}\n`);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }
});
