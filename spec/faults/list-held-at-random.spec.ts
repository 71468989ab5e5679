import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { heldKey, isElementField } from '../../lib/list/at-least-once/held-key.js';
import { endWithUs } from '../support/end-with-us.js';
import { eventually } from '../support/eventually.js';
import { heldCount } from '../support/lists-at-least-once.js';
import { Recorder } from '../support/recorder.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisServer } from '../support/redis-server.js';
import { randomOf } from './many-processes/random.js';
import { chooseSeed } from './many-processes/run-processes.js';

const program = new URL('../support/reliable-worker-program.js', import.meta.url).pathname;

/** More of them with `HELD_STEPS`; the same again with `PROCESSES_SEED`. */
const steps = Number(process.env.HELD_STEPS ?? 12);

(redisServerVersion === undefined ? describe.skip : describe)(
  'Processes with a list at least once that are killed and blocked, and lose what is held, at random',
  function () {
    this.timeout(180_000);
    let server: RedisServer;
    let client: Redis;
    let ended: Recorder<string>;
    let workers: ChildProcess[];

    beforeEach(async () => {
      server = await RedisServer.start();
      client = new Redis(server.port);
      ended = new Recorder();
      workers = [];
    });

    afterEach(async () => {
      await Promise.all(workers.map((worker) => kill(worker)));
      client.disconnect();
      await server.stop();
    });

    it('leave nothing behind: each element is handled, or was in the key when that was deleted', async () => {
      const seed = chooseSeed();
      const random = randomOf(seed);
      const sent: string[] = [];
      const destroyed = new Set<string>();
      for (let count = 0; count < 3; count++) workers.push(startWorker());
      for (let step = 0; step < steps; step++) {
        const chance = random();
        const kind = chance > 0.8 ? 'block' : '';
        const texts = Array.from({ length: 40 }, (_, index) => `${index === 20 ? kind : ''}${step}-${index}`);
        sent.push(...texts);
        await client.rpush('elements', ...texts);
        await ended.until(ended.items.length + 1 + Math.floor(random() * 20));
        if (chance < 0.5) {
          const [oldest] = workers.splice(0, 1, startWorker());
          if (oldest) await kill(oldest);
          workers.reverse();
        } else if (chance < 0.7) {
          for (const text of await deleteHeld(client)) destroyed.add(text);
        }
      }
      const isDone = async (): Promise<boolean> =>
        (await client.llen('elements')) === 0 && (await heldCount(client, 'elements')) === 0;
      await eventually(isDone, `nothing to be left (PROCESSES_SEED=${seed})`, 60_000);
      const handled = new Set(ended.items);
      const missing = sent.filter((text) => !handled.has(text) && !destroyed.has(text));
      expect(missing, `PROCESSES_SEED=${seed}`).to.deep.equal([]);
    });

    function startWorker(): ChildProcess {
      const worker = spawn(process.execPath, [program], {
        env: { ...process.env, workerRedis: server.url, deliveries: '1000' },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      endWithUs(worker);
      createInterface({ input: worker.stdout }).on('line', (line) => {
        const [said = '', element = ''] = line.split(' ');
        if (said === 'end') ended.add(element);
      });
      return worker;
    }
  },
);

async function kill(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return;
  const closed = once(worker, 'close');
  worker.kill('SIGKILL');
  await closed;
}

/** Deletes what is held; returns it. */
async function deleteHeld(client: Redis): Promise<string[]> {
  const key = heldKey('elements');
  const replies = await client.multi().hgetall(key).del(key).exec();
  const fields = Object.entries((replies?.[0]?.[1] ?? {}) as Record<string, string>);
  return fields.flatMap(([field, text]) => (isElementField(field) ? [text] : []));
}
