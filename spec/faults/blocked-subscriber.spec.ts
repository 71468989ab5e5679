import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { eventually } from '../support/eventually.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisServer } from '../support/redis-server.js';
import { RunningProgram } from '../support/running-program.js';

const megabyte = 1024 * 1024;

/** More than what the sockets of both sides and the server's output buffer hold. */
const messages = 40;

const triggers = {
  'a channel': { channel: 'news' },
  'a pattern': { channel: 'new?' },
  'an exclusive function': { channel: 'news', exclusive: true },
};

interface ReportedGap {
  readonly since: string;
  readonly until: string;
  readonly blockedForInMs?: number;
}

(redisServerVersion === undefined ? describe.skip : describe)(
  'When the server drops a subscriber whose event loop is blocked',
  function () {
    this.timeout(60_000);
    let server: RedisServer;
    let client: Redis;
    let folder: string;
    let program: RunningProgram;

    beforeEach(async () => {
      server = await RedisServer.start({ args: ['--client-output-buffer-limit', 'pubsub 1mb 1mb 0'] });
      client = new Redis(server.port);
      folder = await mkdtemp(join(tmpdir(), 'redis-triggers-'));
    });
    afterEach(async () => {
      await program.end();
      client.disconnect();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    });

    for (const [what, trigger] of Object.entries(triggers)) {
      it(`every lost message of ${what} was published within the gap`, async () => {
        const unblocks = join(folder, 'unblocks');
        program = new RunningProgram('spec/faults/blocked-subscriber-program.js', [unblocks], {
          redis: server.url,
          TRIGGER: JSON.stringify(trigger),
        });
        await lines('ready', 1);
        await client.publish('news', 'block');
        await lines('blocking', 1);
        const published = new Map<string, number>();
        const body = 'x'.repeat(megabyte);
        for (let number = 0; number < messages; number++) {
          published.set(String(number), Date.now());
          await client.publish('news', `${number} ${body}`);
        }
        await eventually(async () => (await subscribers()) === 0, 'the server to drop the subscriber');
        await writeFile(unblocks, '');
        await lines('gap', 1);
        await eventually(async () => {
          await client.publish('news', 'last');
          return (await lines('handled', 0)).includes('last');
        }, 'a message to be handled again');
        const gaps = (await lines('gap', 1)).map((line) => JSON.parse(line) as ReportedGap);
        const handled = new Set(await lines('handled', 1));
        const lost = [...published].filter(([number]) => !handled.has(number)).map(([, at]) => new Date(at));
        expect(lost).not.to.have.length(0);
        const isWithin = (at: Date): boolean =>
          gaps.some(({ since, until }) => new Date(since) <= at && at <= new Date(until));
        expect(lost.filter((at) => !isWithin(at))).to.deep.equal([]);
        expect(Math.max(...gaps.map(({ blockedForInMs = 0 }) => blockedForInMs))).to.be.above(1_000);
        expect(await lines('warning', 1)).to.satisfy((texts: string[]) =>
          texts.some((text) => text.includes('client-output-buffer-limit')),
        );
      });
    }

    async function subscribers(): Promise<number> {
      const list = String(await client.call('CLIENT', 'LIST', 'TYPE', 'pubsub'));
      return list.split('\n').filter((line) => line !== '').length;
    }

    /** The rest of the lines that begin with a word, once there are so many. */
    async function lines(word: string, count: number): Promise<string[]> {
      const find = (): string[] => program.stdout.split('\n').filter((line) => line.split(' ')[0] === word);
      await program.until(() => find().length >= count);
      return find().map((line) => line.slice(word.length + 1));
    }
  },
);
