import { expect } from 'chai';
import type { ConnectionOption } from '../../lib/connections/connection-option.js';
import { freePort } from '../../lib/testing/kit/free-port.js';
import { askServer } from '../support/ask-server.js';
import type { LeavingProgram } from '../support/leaving-program.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisCluster } from '../support/redis-cluster.js';
import { RedisSentinels } from '../support/redis-sentinels.js';
import { RedisServer } from '../support/redis-server.js';
import { RunningProgram } from '../support/running-program.js';

const kinds = ['list', 'list at least once', 'stream', 'channel', 'exclusive channel', 'keyspace'] as const;

(redisServerVersion === undefined ? describe.skip : describe)('A process whose Redis is gone', function () {
  this.timeout(60_000);

  /** Starts a program, takes its Redis away, and stops it: how long after the stop it lived, in milliseconds. */
  async function lifeAfterStop(
    program: LeavingProgram,
    takeAway: () => Promise<void> | void,
  ): Promise<number> {
    const running = new RunningProgram('spec/support/leaving-program.js', [JSON.stringify(program)]);
    try {
      await running.until(() => running.stdout.includes('ready'));
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

  for (const kind of kinds) {
    it(`stops without waiting for it, where nothing is in flight: ${kind}`, async () => {
      const server = await RedisServer.start();
      const stopping = { kind, connection: server.url, shutdownTimeoutInMs: 60_000 };
      const running = new RunningProgram('spec/support/leaving-program.js', [JSON.stringify(stopping)]);
      try {
        await running.until(() => running.stdout.includes('ready'));
        await server.kill();
        running.signal('SIGUSR2');
        await running.until(() => running.stdout.includes('stopped'));
      } finally {
        await running.end();
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
      const takeAway = async (): Promise<void> => {
        await Promise.all(cluster.servers.map((each) => each.kill()));
      };
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

(redisServerVersion === undefined ? describe.skip : describe)(
  'A process that is told to stop by SIGTERM',
  function () {
    this.timeout(60_000);
    let server: RedisServer;
    let running: RunningProgram;

    before(async () => {
      server = await RedisServer.start();
    });
    afterEach(() => running.end());
    after(() => server.stop());

    function run(program: Omit<LeavingProgram, 'kind'>): void {
      const given: LeavingProgram = { kind: 'list', stopsOnSignals: true, ...program };
      running = new RunningProgram('spec/support/leaving-program.js', [JSON.stringify(given)]);
    }

    const says = (line: string): Promise<void> =>
      running.until(() => running.stdout.split('\n').includes(line));

    it('ends with 0 when it ran', async () => {
      run({ connection: server.url });
      await says('ready');
      running.signal('SIGTERM');
      expect(await running.exit()).to.equal(0);
      expect(running.stderr).to.equal('');
    });

    it('ends with 0 while it starts', async () => {
      run({ connection: `127.0.0.1:${await freePort()}` });
      await says('starting');
      running.signal('SIGTERM');
      expect(await running.exit()).to.equal(0);
      expect(running.stderr).to.equal('');
    });

    it('ends with 0 once its handlers have ended', async () => {
      run({ connection: server.url, handlingInMs: 500 });
      await says('ready');
      await askServer(server.port, 'RPUSH', 'elements', '1');
      await says('handling');
      running.signal('SIGTERM');
      expect(await running.exit()).to.equal(0);
    });

    it('ends with 143 where a handler had not ended in time', async () => {
      run({ connection: server.url, handlingInMs: 2_000, shutdownTimeoutInMs: 500 });
      await says('ready');
      await askServer(server.port, 'RPUSH', 'elements', '1');
      await says('handling');
      running.signal('SIGTERM');
      expect(await running.exit()).to.equal(143);
    });

    it('ends with 143 at once at the second', async () => {
      run({ connection: server.url, handlingInMs: 60_000, shutdownTimeoutInMs: 60_000 });
      await says('ready');
      await askServer(server.port, 'RPUSH', 'elements', '1');
      await says('handling');
      running.signal('SIGTERM');
      await says('stopping');
      running.signal('SIGTERM');
      expect(await running.exit()).to.equal(143);
    });

    it('ends by itself when its start took too long', async () => {
      run({ connection: `127.0.0.1:${await freePort()}`, startTimeoutInMs: 300 });
      expect(await running.exit()).to.equal(0);
      expect(running.stdout).to.contain('not started: START_INCOMPLETE');
    });
  },
);
