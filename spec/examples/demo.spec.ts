import { expect } from 'chai';
import { Redis } from 'ioredis';
import { ownPort } from '../support/own-port.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisServer } from '../support/redis-server.js';
import { RunningProgram } from '../support/running-program.js';
import type { Overview } from '../../lib/ui/shapes.js';
import { askPage } from '../ui/page-server.js';

describe('the demo', function () {
  this.timeout(180_000);
  let server: RedisServer | undefined;
  let program: RunningProgram | undefined;

  const start = (args: readonly string[] = []): RunningProgram =>
    (program = new RunningProgram('examples/demo/main.js', args, { REDIS_URL: server?.url }));

  afterEach(async () => {
    await program?.end();
    await server?.stop();
    server = undefined;
  });

  it('runs on an embedded Redis where none is named, says so, and ends', async () => {
    program = new RunningProgram('examples/demo/main.js', ['--once'], { REDIS_URL: '' });
    expect(await program.exit(), program.stderr).to.equal(0);
    expect(program.stderr)
      .to.include('an embedded Redis is used, which keeps nothing')
      .and.match(/redis-cli -p \d+\n/);
    expect(program.stdout.split('\n').at(-2)).to.equal(allHandled);
  });

  it('takes messages of other programs on the embedded Redis, and stops cleanly on SIGINT', async () => {
    const demo = (program = new RunningProgram('examples/demo/main.js', [], { REDIS_URL: '' }));
    await demo.until(() => demo.stdout.includes(' Audit.onEntry '));
    const [, port] = /redis-cli -p (\d+)/.exec(demo.stderr) ?? [];
    const redis = new Redis(Number(port));
    try {
      await redis.rpush('demo:orders', '{"article":"cake","quantity":3}');
      await demo.until(() => demo.stdout.includes('3 x cake sold'));
    } finally {
      redis.disconnect();
    }
    demo.signal('SIGINT');
    expect(await demo.exit(), demo.stderr).to.equal(0);
    expect(demo.stdout).to.include('Stopped. ');
  });

  it('serves its page until it is stopped, and prints the address', async () => {
    const demo = (program = new RunningProgram('examples/demo/main.js', [], { REDIS_URL: '' }));
    await demo.until(() => demo.stdout.includes(' Audit.onEntry '));
    const [, port] = /http:\/\/127\.0\.0\.1:(\d+)\/\n/.exec(demo.stdout) ?? [];
    const { json } = await askPage<Overview>(Number(port), '/api/overview');
    expect(json).to.deep.include({ environment: 'demo', matching: 5 });
    expect(json.rows.map(({ id }) => id)).to.include.members(['Orders.onOrder', 'Audit.onEntry']);
    expect((await askPage(Number(port), '/')).text).to.include('page.js');
    demo.signal('SIGINT');
    expect(await demo.exit(), demo.stderr).to.equal(0);
  });

  it('does not ignore what it does not know', async () => {
    program = new RunningProgram('examples/demo/main.js', ['--onec'], { REDIS_URL: '' });
    expect(await program.exit()).to.equal(1);
    expect(program.stderr).to.include('does not know "--onec"').and.include('--once');
  });

  for (const url of ['127.0.0.1:1,password=secret', 'http://:secret@127.0.0.1', 'unix:///secret']) {
    it(`says that ${url.replace('secret', '…')} is no URL, and does not show it`, async () => {
      program = new RunningProgram('examples/demo/main.js', ['--once'], { REDIS_URL: url });
      expect(await program.exit()).to.equal(1);
      expect(program.stderr).to.include('REDIS_URL is not a URL such as').and.not.include('secret');
    });
  }

  it('says what to do where there is no Redis', async () => {
    const url = `redis://:secret@127.0.0.1:${await ownPort()}`;
    program = new RunningProgram('examples/demo/main.js', ['--once'], { REDIS_URL: url });
    expect(await program.exit()).to.equal(1);
    expect(program.stderr)
      .to.include('There is no Redis at 127.0.0.1:')
      .and.include('an embedded one is used');
    expect(program.stderr).to.not.include('secret');
  });

  const withRedis = redisServerVersion ? it : it.skip;

  withRedis('shows the functions and one round of invocations with --once, and ends', async () => {
    server = await RedisServer.start();
    start(['--once']);
    const code = await program?.exit();
    const lines = program?.stdout.split('\n') ?? [];
    expect(code, program?.stderr).to.equal(0);
    expect(lines[0]).to.match(/^function +kind +source +connection +delivery$/);
    for (const [id, kind] of functions) {
      expect(lines.some((line) => new RegExp(`^${id} +${kind} `).test(line))).to.equal(true, id);
      expect(lines.some((line) => new RegExp(`^[\\d:.]+ ${id} .* ok +`).test(line))).to.equal(true, id);
    }
    expect(lines.at(-2)).to.equal(allHandled);
    // eslint-disable-next-line no-control-regex -- no colours where no person reads
    expect(program?.stdout).to.not.match(/\u001b/);
    await expectNoTraces(server);
  });

  withRedis('stops cleanly on SIGINT', async () => {
    server = await RedisServer.start();
    const demo = start();
    await demo.until(() => demo.stdout.includes(' Audit.onEntry '));
    program?.signal('SIGINT');
    expect(await program?.exit(), program?.stderr).to.equal(0);
    expect(program?.stdout).to.include('Stopped. ');
    await expectNoTraces(server);
  });

  withRedis('goes on after Redis was gone', async () => {
    server = await RedisServer.start();
    const demo = start();
    await demo.until(() => demo.stdout.includes(' Audit.onEntry '));
    await server.kill();
    await demo.until(() => demo.stdout.includes('cannot reach Redis'));
    const before = demo.stdout.length;
    await server.start();
    await demo.until(() => / Orders\.onOrder .* ok /.test(demo.stdout.slice(before)));
    program?.signal('SIGTERM');
    expect(await program?.exit(), program?.stderr).to.equal(0);
  });
});

const allHandled = 'Stopped. Succeeded: 8, failed attempts: 1, refused: 1.';

const functions = [
  ['News.onNews', 'pubsub'],
  ['Weather.onReport', 'pubsub'],
  ['Sessions.onChange', 'pubsub'],
  ['Orders.onOrder', 'list'],
  ['Audit.onEntry', 'stream'],
] as const;

async function expectNoTraces(server: RedisServer): Promise<void> {
  const redis = new Redis(server.port);
  try {
    expect(await redis.keys('*')).to.deep.equal([]);
    expect(await redis.config('GET', 'notify-keyspace-events')).to.deep.equal(['notify-keyspace-events', '']);
  } finally {
    redis.disconnect();
  }
}
