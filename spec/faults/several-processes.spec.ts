import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { endWithUs } from '../support/end-with-us.js';
import { eventually } from '../support/eventually.js';
import { Recorder } from '../support/recorder.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisServer } from '../support/redis-server.js';

const program = new URL('../support/worker-program.js', import.meta.url).pathname;
const numbers = Array.from({ length: 100 }, (_, index) => `${index}`);

(redisServerVersion === undefined ? describe.skip : describe)('Three processes', function () {
  this.timeout(180_000);

  it('share 100 elements of a list and 100 entries of a stream, each handled exactly once', async () => {
    const server = await RedisServer.start();
    const client = new Redis(server.port);
    const lines = new Recorder<{ worker: number; line: string }>();
    const workers = [0, 1, 2].map((worker) => startWorker(server, (line) => lines.add({ worker, line })));
    try {
      await lines.untilTrue(
        (all) => all.filter(({ line }) => line === 'ready').length === 3,
        'three workers',
      );
      for (const number of numbers) {
        await client.rpush('elements', number);
        await client.xadd('entries', '*', 'n', number);
      }
      await lines.until(203);
      await eventually(async () => (await pendingCount(client)) === 0, 'all acknowledgements');
      const exits = workers.map((worker) => once(worker, 'exit'));
      for (const worker of workers) worker.kill('SIGTERM');
      expect(await Promise.all(exits)).to.deep.equal([0, 0, 0].map((code) => [code, null]));
      const handled = lines.items.filter(({ line }) => line !== 'ready');
      const expected = [...numbers, ...numbers.map((number) => `{"n":"${number}"}`)];
      expect(handled.map(({ line }) => line).sort()).to.deep.equal(expected.sort());
      expect(new Set(handled.map(({ worker }) => worker))).to.have.property('size', 3);
    } finally {
      for (const worker of workers) worker.kill('SIGKILL');
      client.disconnect();
      await server.stop();
    }
  });

  it('handle every entry of a stream though one of them is killed in the middle of a handler', async () => {
    const server = await RedisServer.start();
    const client = new Redis(server.port);
    const lines = new Recorder<{ worker: number; line: string }>();
    const workers = [0, 1, 2].map((worker) => startWorker(server, (line) => lines.add({ worker, line })));
    try {
      await lines.untilTrue(
        (all) => all.filter(({ line }) => line === 'ready').length === 3,
        'three workers',
      );
      const entries = numbers.map((number) => ['xadd', 'entries', '*', 'n', number]);
      await client.pipeline(entries).exec();
      await lines.untilTrue(
        (all) => all.some(({ worker, line }) => worker === 0 && line !== 'ready'),
        'the first',
      );
      workers[0]?.kill('SIGKILL');
      const handled = (all: readonly { line: string }[]): number =>
        new Set(all.map(({ line }) => line).filter((line) => line !== 'ready')).size;
      await lines.untilTrue((all) => handled(all) === 100, 'all entries');
      await eventually(async () => (await pendingCount(client)) === 0, 'all acknowledgements');
    } finally {
      for (const worker of workers) worker.kill('SIGKILL');
      client.disconnect();
      await server.stop();
    }
  });
});

function startWorker(server: RedisServer, onLine: (line: string) => void): ChildProcess {
  const worker = spawn(process.execPath, [program], {
    env: { ...process.env, workerRedis: server.url },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  createInterface({ input: worker.stdout }).on('line', onLine);
  endWithUs(worker);
  return worker;
}

async function pendingCount(client: Redis): Promise<number> {
  const [count] = (await client.xpending('entries', 'Worker.onEntry')) as [number];
  return count;
}
