import { expect } from 'chai';
import { Redis } from 'ioredis';
import { readdirSync, readFileSync } from 'node:fs';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisServer } from '../support/redis-server.js';
import { RunningProgram } from '../support/running-program.js';

const folder = new URL('../../../examples/', import.meta.url);
const examples = readdirSync(folder).filter((name) => /^\d\d-/.test(name));

(redisServerVersion ? describe : describe.skip)('the examples', function () {
  this.timeout(60_000);
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
      await expectOutput(name, { DATABASE_URL: '' });
      expect(await redis.keys('*')).to.deep.equal([]);
    });
  }

  (process.env.DATABASE_URL ? it : it.skip)('10-write-behind-cache does the same on PostgreSQL', () =>
    expectOutput('10-write-behind-cache', {}),
  );

  async function expectOutput(name: string, environment: NodeJS.ProcessEnv): Promise<void> {
    const expected = readFileSync(new URL(`${name}/expected.txt`, folder), 'utf8');
    const program = new RunningProgram(`examples/${name}/main.js`, [], {
      REDIS_URL: server.url,
      REDIS_TRIGGERS_LOG_LEVEL: 'warn',
      ...environment,
    });
    const code = await program.exit();
    expect(program.stdout, program.stderr).to.equal(expected);
    expect(code).to.equal(0);
  }
});

describe('examples/README.md', () => {
  it('has a line for each example, with its command', () => {
    const page = readFileSync(new URL('README.md', folder), 'utf8');
    for (const name of examples) expect(page).to.include(`node dist/examples/${name}/main.js`);
  });
});
