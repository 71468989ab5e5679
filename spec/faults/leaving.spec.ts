import { expect } from 'chai';
import type { ConnectionOption } from '../../lib/connection/connection-option.js';
import { eventually } from '../support/eventually.js';
import type { LeavingProgram } from '../support/leaving-program.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisCluster } from '../support/redis-cluster.js';
import { RedisSentinels } from '../support/redis-sentinels.js';
import { RedisServer } from '../support/redis-server.js';
import { RunningProgram } from '../support/running-program.js';

const kinds = [
  ...(['list', 'list at least once', 'stream', 'channel', 'exclusive channel', 'keyspace'] as const),
];

(redisServerVersion === undefined ? describe.skip : describe)('A process whose Redis is gone', function () {
  this.timeout(60_000);

  /** Starts a program, takes its Redis away, and stops it: how long after the stop it lived, in milliseconds. */
  async function lifeAfterStop(
    program: LeavingProgram,
    takeAway: () => Promise<void> | void,
  ): Promise<number> {
    const running = new RunningProgram('spec/support/leaving-program.js', [JSON.stringify(program)]);
    try {
      await eventually(() => running.stdout.includes('ready'), 'the program to listen', 20_000);
      await takeAway();
      running.signal('SIGUSR2');
      expect(await running.exit(), running.stderr).to.equal(0);
      const [, life] = /left after (\d+) ms/.exec(running.stdout) ?? [];
      return Number(life);
    } finally {
      await running.end();
    }
  }

  for (const kind of kinds) {
    it(`ends by itself at once when it has stopped: ${kind}`, async () => {
      const server = await RedisServer.start();
      try {
        const connection: ConnectionOption = server.url;
        expect(await lifeAfterStop({ kind, connection }, () => server.kill())).to.be.below(1_000);
      } finally {
        await server.stop();
      }
    });
  }

  for (const kind of ['list', 'channel'] as const) {
    it(`ends at once where Redis is frozen: ${kind}`, async () => {
      const server = await RedisServer.start();
      try {
        expect(await lifeAfterStop({ kind, connection: server.url }, () => server.freeze())).to.be.below(
          1_000,
        );
      } finally {
        server.thaw();
        await server.stop();
      }
    });
  }

  for (const kind of ['list', 'stream', 'channel', 'keyspace'] as const) {
    it(`ends at once where a whole cluster is gone: ${kind}`, async () => {
      const cluster = await RedisCluster.start();
      const takeAway = async (): Promise<void> =>
        void (await Promise.all(cluster.servers.map((each) => each.kill())));
      try {
        const connection = { cluster: cluster.endpoints };
        expect(await lifeAfterStop({ kind, connection }, takeAway)).to.be.below(1_000);
      } finally {
        await cluster.stop();
      }
    });
  }

  it('ends at once where servers and Sentinels are gone', async () => {
    const sentinels = await RedisSentinels.start();
    try {
      const connection = sentinels.connectionString;
      expect(await lifeAfterStop({ kind: 'list', connection }, () => sentinels.stop())).to.be.below(1_000);
    } finally {
      await sentinels.stop();
    }
  });
});
