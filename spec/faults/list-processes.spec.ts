import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { endWithUs } from '../support/end-with-us.js';
import { eventually } from '../support/eventually.js';
import { heldCount } from '../support/lists-at-least-once.js';
import { Recorder } from '../support/recorder.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisServer } from '../support/redis-server.js';

const program = new URL('../support/reliable-worker-program.js', import.meta.url).pathname;
const numbers = Array.from({ length: 200 }, (_, index) => `${index}`);

interface Line {
  readonly worker: ChildProcess;
  readonly said: string;
  readonly element: string;
}

(redisServerVersion === undefined ? describe.skip : describe)(
  'Processes with a list at least once',
  function () {
    this.timeout(180_000);
    let server: RedisServer;
    let client: Redis;
    let lines: Recorder<Line>;
    let workers: ChildProcess[];

    beforeEach(async () => {
      server = await RedisServer.start();
      client = new Redis(server.port);
      lines = new Recorder();
      workers = [];
    });

    afterEach(async () => {
      const running = workers.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
      const exits = running.map((worker) => once(worker, 'exit'));
      for (const worker of running) worker.kill('SIGKILL');
      await Promise.all(exits);
      client.disconnect();
      await server.stop();
    });

    it('handle every element though one of them is killed in the middle of a handler', async () => {
      const [first] = await startWorkers(3);
      await client.rpush('elements', ...numbers);
      await lines.untilTrue((all) => all.some(({ worker }) => worker === first), 'the first worker');
      first!.kill('SIGKILL');
      await lines.untilTrue((all) => endsOf(all).size === 200, 'all elements');
      await eventually(async () => (await heldCount(client, 'elements')) === 0, 'all acknowledgements');
      expect(await client.llen('elements')).to.equal(0);
    });

    it('end with a poison in the dead letters, and with all its neighbours handled', async () => {
      await client.rpush('elements', ...numbers.slice(0, 20), 'poison', ...numbers.slice(20, 40));
      const again = (): void => void startWorker().on('exit', again);
      startWorker().on('exit', again);
      const dead = await eventually(
        async () => (await client.xrange('{elements}:dead-letter:Worker.onElement', '-', '+'))[0],
        'the dead letter',
      );
      for (const worker of workers) worker.removeAllListeners('exit');
      expect(dead[1].join(' ')).to.include('reason too-many-deliveries').and.include('body poison');
      await lines.untilTrue((all) => endsOf(all).size === 40, 'all neighbours');
      await eventually(async () => (await heldCount(client, 'elements')) === 0, 'all acknowledgements');
      expect(
        lines.items.filter(({ said, element }) => said === 'start' && element === 'poison'),
      ).to.have.length(3);
      expect(await client.xlen('{elements}:dead-letter:Worker.onElement')).to.equal(1);
    });

    it('do not blame an element that its handler wants later for a poison', async () => {
      await client.rpush('elements', 'later', 'poison', ...numbers.slice(0, 5));
      const again = (): void => void startWorker().on('exit', again);
      startWorker().on('exit', again);
      const key = '{elements}:dead-letter:Worker.onElement';
      await eventually(async () => (await client.xlen(key)) > 0, 'the dead letter');
      for (const worker of workers) worker.removeAllListeners('exit');
      await lines.untilTrue((all) => endsOf(all).size === 5, 'all neighbours');
      await eventually(async () => (await heldCount(client, 'elements')) === 1, 'all acknowledgements');
      const letters = await client.xrange(key, '-', '+');
      expect(letters).to.have.length(1);
      expect(letters[0]![1].join(' ')).to.include('body poison');
    });

    it('run no element twice that one of them held, unstarted, when it was frozen', async () => {
      const [frozen] = await startWorkers(1, { freezes: 'yes' });
      await client.rpush('elements', ...numbers.slice(0, 10), 'freeze', ...numbers.slice(10));
      await lines.untilTrue((all) => all.some(({ element }) => element === 'freeze'), 'the freeze');
      // What it said before is in the pipe; what it started may be run again.
      await startWorkers(1);
      await lines.untilTrue((all) => endsOf(all).size === 201, 'the others');
      await eventually(async () => (await heldCount(client, 'elements')) === 0, 'all that was held');
      const startedBefore = new Set(
        lines.items.filter(({ worker }) => worker === frozen).map(({ element }) => element),
      );
      frozen!.kill('SIGCONT');
      await client.rpush('elements', 'afterwards');
      await lines.untilTrue((all) => endsOf(all).has('afterwards'), 'the last');
      const starts = lines.items.filter(({ said }) => said === 'start').map(({ element }) => element);
      const twice = starts.filter((element, index) => starts.indexOf(element) !== index);
      expect(twice.filter((element) => !startedBefore.has(element))).to.deep.equal([]);
      expect(new Set(starts)).to.have.property('size', 202);
    });

    for (const deliveries of [2, 5]) {
      it(`end with the first success of a handler that blocks the event loop (at most ${deliveries} deliveries)`, async () => {
        await startWorkers(2, { deliveries: `${deliveries}` });
        await client.rpush('elements', 'block', ...numbers.slice(0, 5));
        await lines.untilTrue((all) => endsOf(all).size === 6, 'all of them');
        const left = async (): Promise<number> =>
          (await client.llen('elements')) + (await heldCount(client, 'elements'));
        await eventually(async () => (await left()) === 0, 'the success to count');
        // Whoever had it as well has ended when it handles something new.
        await client.rpush('elements', ...numbers.slice(5, 200));
        await lines.untilTrue((all) => endsOf(all).size === 201, 'what comes later');
        await eventually(async () => (await left()) === 0, 'all acknowledgements');
        const starts = lines.items.filter(({ said, element }) => said === 'start' && element === 'block');
        expect(starts.length).to.be.at.most(2);
        expect(await client.exists('{elements}:dead-letter:Worker.onElement')).to.equal(0);
      });
    }

    async function startWorkers(count: number, settings = {}): Promise<ChildProcess[]> {
      const started = Array.from({ length: count }, () => startWorker(settings));
      const isReady = (all: readonly Line[]) => (each: ChildProcess) =>
        all.some(({ worker, said }) => worker === each && said === 'ready');
      await lines.untilTrue((all) => started.every(isReady(all)), 'the workers');
      return started;
    }

    function startWorker(settings = {}): ChildProcess {
      const worker = spawn(process.execPath, [program], {
        env: { ...process.env, workerRedis: server.url, ...settings },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      workers.push(worker);
      endWithUs(worker);
      createInterface({ input: worker.stdout }).on('line', (line) => {
        const [said = '', element = ''] = line.split(' ');
        lines.add({ worker, said, element });
      });
      return worker;
    }
  },
);

function endsOf(lines: readonly Line[]): Set<string> {
  return new Set(lines.filter(({ said }) => said === 'end').map(({ element }) => element));
}
