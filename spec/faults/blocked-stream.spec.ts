import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { eventually } from '../support/eventually.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisServer } from '../support/redis-server.js';
import { RunningProgram } from '../support/running-program.js';

const group = 'Worker.onEntry';
const each = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((number) => `1-${number}`);

const run = redisServerVersion === undefined ? describe.skip : describe;
run('A process whose event loop is blocked for longer than its lease', function () {
  this.timeout(90_000);
  let server: RedisServer;
  let client: Redis;
  const programs: RunningProgram[] = [];

  before(async () => {
    server = await RedisServer.start();
    client = new Redis(server.port);
  });
  afterEach(async () => {
    await Promise.all(programs.splice(0).map((program) => program.end()));
    await client.flushall();
  });
  after(async () => {
    client.disconnect();
    await server.stop();
  });

  async function start(blocks: object, options: object = {}): Promise<RunningProgram> {
    const program = new RunningProgram('spec/support/blocking-worker-program.js', [], {
      workerRedis: server.url,
      ...blocks,
      STREAM_OPTIONS: JSON.stringify(options),
    });
    programs.push(program);
    await program.until(() => program.stdout.includes('ready'));
    return program;
  }

  /** All are in one step, so that one read takes them. */
  async function add(): Promise<void> {
    const all = client.multi();
    for (const id of each) all.xadd('entries', id, 'a', '1');
    await all.exec();
  }

  const begunBy = ({ stdout }: RunningProgram): string[] => stdout.match(/^1-\d+$/gm) ?? [];

  const pending = async (): Promise<[id: string, count: number][]> => {
    const lines = (await client.xpending('entries', group, '-', '+', 100)) as [
      string,
      string,
      number,
      number,
    ][];
    return lines.map(([id, , , count]) => [id, count]);
  };

  for (const options of [{}, { concurrency: 1 }, { deleteAfterProcess: true }]) {
    const title = JSON.stringify(options);
    it(`begins nothing of what it had read ahead and another has taken: ${title}`, async () => {
      const file = join(await mkdtemp(join(tmpdir(), 'redis-triggers-')), 'free');
      const blocked = await start({ BLOCKS_UNTIL_FILE: file }, options);
      await add();
      await blocked.until(() => begunBy(blocked).length === 1);
      const other = await start({}, options);
      await other.until(() => begunBy(other).length === 10);
      await eventually(async () => (await pending()).length === 0, 'the acknowledgements');
      other.signal('SIGTERM');
      await other.exit();
      await writeFile(file, '');
      await client.xadd('entries', '2-1', 'a', '1');
      await blocked.until(() => blocked.stdout.includes('2-1'));
      expect(begunBy(blocked)).to.deep.equal(['1-1']);
      await rm(dirname(file), { recursive: true });
    });
  }

  it('ends although all processes block for longer, and no delivery count goes down', async () => {
    const workers = [await start({ BLOCKS_IN_MS: '700' }), await start({ BLOCKS_IN_MS: '700' })];
    await add();
    const counts = new Map<string, number>();
    const down: string[] = [];
    const isDone = async (): Promise<boolean> => {
      for (const [id, count] of await pending()) {
        if (count < (counts.get(id) ?? 0)) down.push(`${id}: ${counts.get(id)}, then ${count}`);
        counts.set(id, count);
      }
      const begun = new Set(workers.flatMap(begunBy));
      return begun.size === each.length && (await pending()).length === 0;
    };
    await eventually(isDone, 'every acknowledgement', 60_000);
    expect(down).to.deep.equal([]);
    const begun = workers.flatMap(begunBy);
    expect(begun.length, `of ${each.length} entries`).to.be.below(2 * each.length);
  });
});
