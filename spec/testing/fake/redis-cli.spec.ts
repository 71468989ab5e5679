import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Redis } from 'ioredis';
import { FakeRedis } from '../../../lib/testing/fake/fake-redis.js';

const hasCommandLine = spawnSync('redis-cli', ['--version']).status === 0;

/** Redis' own tools, over TCP. */
(hasCommandLine ? describe : describe.skip)('FakeRedis with the tools of Redis', () => {
  let fake: FakeRedis;
  let client: Redis;
  let port: string;

  beforeEach(async () => {
    fake = new FakeRedis();
    port = `${(await fake.listen()).port}`;
    client = fake.createClient();
    await client.mset({ a: '1', b: '22', text: 'x'.repeat(100) });
    await client.rpush('list', '1', '2', '3');
    await client.hset('hash', { field: 'value' });
  });

  afterEach(() => fake.close());

  /** What redis-cli wrote until it ended, to both outputs. */
  function ask(args: readonly string[], input = ''): Promise<string> {
    return outputOf('redis-cli', ['-p', port, ...args], { input });
  }

  /** The same of a mode that ends when it is ended: up to a text. */
  function watch(args: readonly string[], until: RegExp, once?: Ending['once']): Promise<string> {
    return outputOf('stdbuf', ['-oL', 'redis-cli', '-p', port, ...args], { until, once });
  }

  it('answers redis-cli in each of its formats', async () => {
    expect(await ask(['get', 'b'])).to.equal('22\n');
    expect(await ask(['--no-raw', 'lrange', 'list', '0', '1'])).to.equal('1) "1"\n2) "2"\n');
    expect(await ask(['--csv', 'lrange', 'list', '0', '-1'])).to.equal('"1","2","3"\n');
    expect(await ask(['--json', 'hgetall', 'hash'])).to.equal('{"field":"value"}\n');
    expect(await ask(['-3', '--no-raw', 'hgetall', 'hash'])).to.equal('1# "field" => "value"\n');
    expect(await ask(['-r', '3', 'incr', 'a'])).to.equal('2\n3\n4\n');
    expect(await ask(['-x', 'set', 'from-input'], 'piped')).to.equal('OK\n');
    expect(await client.get('from-input')).to.equal('piped');
    expect(await ask([], 'multi\nset a 5\nincr a\nexec\n')).to.equal('OK\nQUEUED\nQUEUED\nOK\n6\n');
    expect(await ask(['-n', '3', 'dbsize'])).to.equal('0\n');
  });

  it('is scanned by redis-cli for keys, large keys and much memory', async () => {
    expect((await ask(['--scan', '--pattern', '?'])).split('\n').sort()).to.deep.equal(['', 'a', 'b']);
    const large = await ask(['--bigkeys']);
    expect(large).to.include('Sampled 5 keys in the keyspace!');
    expect(large).to.match(/Biggest +list found '"list"' has 3 items/);
    expect(large).to.match(/Biggest +string found '"text"' has 100 bytes/);
    const [, bytes] = /Biggest +string found '"text"' has (\d+) bytes/.exec(await ask(['--memkeys'])) ?? [];
    expect(Number(bytes)).to.be.above(100);
    expect(await ask(['--hotkeys'])).to.include('An LFU maxmemory policy is not selected');
  });

  it('takes a mass insertion and a script in a file of redis-cli', async () => {
    const set = '*3\r\n$3\r\nSET\r\n$5\r\npiped\r\n$1\r\n1\r\n';
    expect(await ask(['--pipe'], set.repeat(1000))).to.include('errors: 0, replies: 1000');
    const folder = await mkdtemp(join(tmpdir(), 'redis-triggers-'));
    await writeFile(join(folder, 'script.lua'), 'return {KEYS[1], ARGV[1]}');
    expect(await ask(['--eval', join(folder, 'script.lua'), 'k', ',', 'v'])).to.equal('k\nv\n');
    await rm(folder, { recursive: true });
  });

  it('is watched by redis-cli', async () => {
    expect(await watch(['-i', '0.01', '--stat'], /\(\+\d+\)/)).to.match(/\n5 +\d/);
    expect(await watch(['--latency', '--raw', '-i', '0.05'], /\d+ \d+ [\d.]+ \d+/)).to.match(/\d/);
    expect(await watch(['--latency-history', '-i', '0.05'], /samples|\d+ \d+ [\d.]+ \d+/)).to.match(/\d/);
    const published = await watch(['subscribe', 'channel'], /hello/, [
      /1\n/,
      () => client.publish('channel', 'hello'),
    ]);
    expect(published).to.equal('subscribe\nchannel\n1\nmessage\nchannel\nhello\n');
    const monitored = await watch(['monitor'], /"get" "seen"/, [/OK/, () => client.get('seen')]);
    expect(monitored).to.match(/\[0 .*\] "get" "seen"/);
  });

  it('refuses to be copied by redis-cli, and says that it is the fake that cannot', async () => {
    for (const args of [['--rdb', '/dev/null'], ['--replica'], ['--functions-rdb', '/dev/null']]) {
      expect(await ask(args), args[0]).to.include('This fake Redis lacks');
    }
    expect(await ask(['--cluster', 'info', `127.0.0.1:${port}`])).to.include(
      'is not configured as a cluster node',
    );
  });

  it('is measured by redis-benchmark, in every test that it has', async () => {
    const output = await outputOf(
      'redis-benchmark',
      ['-p', port, '-n', '200', '-c', '5', '-P', '4', '--csv'],
      {},
    );
    const names = output.split('\n').map((line) => /^"([^"]+)"/.exec(line)?.[1]);
    for (const name of [
      'PING_INLINE',
      'SET',
      'LPUSH',
      'ZADD',
      'SPOP',
      'LRANGE_600 (first 600 elements)',
      'MSET (10 keys)',
    ]) {
      expect(names).to.include(name);
    }
    expect(output).to.not.match(/error/i);
  });
});

/** Python's client, where it is installed. */
const python = ['/usr/bin/python3', 'python3'].find(
  (name) => spawnSync(name, ['-c', 'import redis']).status === 0,
);

(python === undefined ? describe.skip : describe)(
  'FakeRedis with the client of Python (needs python3-redis)',
  () => {
    it('speaks with it: types, a pipeline, a lock by scripts, a stream, pub/sub', async () => {
      await using fake = new FakeRedis();
      const { port } = await fake.listen();
      const program = await readFile(
        new URL('../../../../spec/testing/fake/client.py', import.meta.url),
        'utf8',
      );
      const output = await outputOf(python ?? '', ['-c', program, `${port}`], {});
      expect(output.trim().split('\n')).to.deep.equal([
        "b'v' True 2 {b'a': b'1'} [(b'm', 1.5)]",
        "[True, b'5', 6]",
        'True False True',
        "[(b'1-1', {b'f': b'v'})] 1",
        "b'hello'",
        'WRONGTYPE Operation against a key holding the wrong kind of value',
      ]);
    });
  },
);

interface Ending {
  readonly input?: string;
  /** Ends the program when it has written this. */
  readonly until?: RegExp;
  /** What is done once it has written this. */
  readonly once?: readonly [text: RegExp, act: () => Promise<unknown>] | undefined;
}

function outputOf(
  program: string,
  args: readonly string[],
  { input = '', until, once }: Ending,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    let output = '';
    let pending = once;
    const take = (chunk: Buffer): void => {
      output += chunk.toString('latin1');
      if (until?.test(output) === true) child.kill();
      if (pending?.[0].test(output) === true) {
        const [, act] = pending;
        pending = undefined;
        act().catch(reject);
      }
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', reject);
    child.on('close', () => resolve(output));
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}
