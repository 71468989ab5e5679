import { expect } from 'chai';
import { Redis } from 'ioredis';
import { readdirSync, readFileSync } from 'node:fs';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisServer } from '../support/redis-server.js';
import { RunningProgram } from '../support/running-program.js';

const folder = new URL('../../../examples/', import.meta.url);
const examples = readdirSync(folder).filter((name) => /^\d\d-/.test(name));

(redisServerVersion ? describe : describe.skip)('the examples on a real Redis', function () {
  this.timeout(180_000);
  let server: RedisServer;
  let redis: Redis;

  before(async () => {
    server = await RedisServer.start();
    redis = new Redis(server.port);
  });
  after(async () => {
    redis.disconnect();
    await server.stop();
  });

  for (const name of examples) {
    it(`${name} prints what is expected, and leaves nothing behind`, async () => {
      await expectOutput(name, { REDIS_URL: server.url, DATABASE_URL: '' });
      expect(await redis.keys('*')).to.deep.equal([]);
    });
  }

  (process.env.DATABASE_URL ? it : it.skip)('10-write-behind-cache does the same on PostgreSQL', () =>
    expectOutput('10-write-behind-cache', { REDIS_URL: server.url }),
  );
});

describe('the examples with nothing installed', function () {
  this.timeout(180_000);

  for (const name of examples) {
    it(`${name} prints the same on an embedded Redis, and says that it is one`, async () => {
      const stderr = await expectOutput(name, { REDIS_URL: '', DATABASE_URL: '' });
      expect(stderr).to.match(/embedded Redis is used, which keeps nothing\.[^]*redis-cli -p \d+/);
    });
  }
});

/** Runs an example, compares what it prints, and resolves with its standard error stream. */
async function expectOutput(name: string, environment: NodeJS.ProcessEnv): Promise<string> {
  const expected = readFileSync(new URL(`${name}/expected.txt`, folder), 'utf8');
  const program = new RunningProgram(`examples/${name}/main.js`, [], {
    REDIS_TRIGGERS_LOG_LEVEL: 'warn',
    ...environment,
  });
  const code = await program.exit();
  expect(program.stdout, program.stderr).to.equal(expected);
  expect(code).to.equal(0);
  return program.stderr;
}

describe('examples/README.md', () => {
  it('has a line for each example, with its command', () => {
    const page = readFileSync(new URL('README.md', folder), 'utf8');
    for (const name of examples) expect(page).to.include(`node dist/examples/${name}/main.js`);
  });
});
