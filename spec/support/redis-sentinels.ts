import type { RedisOptions } from 'ioredis';
import { askServer, infoFields } from './ask-server.js';
import { eventually } from './eventually.js';
import { RedisServer } from './redis-server.js';
import { SentinelProcess } from './sentinel-process.js';

/** The name under which the Sentinels know the master. */
const name = 'specmaster';

const timing = { downAfterInMs: 1_000, failoverTimeoutInMs: 5_000 };

/** A master and a replica, watched by three Sentinels, on free loopback ports. */
export class RedisSentinels {
  private constructor(
    /** Both servers; the first one is the master at the start. */
    readonly servers: readonly [RedisServer, RedisServer],
    readonly sentinels: readonly SentinelProcess[],
  ) {}

  /** Starts all five; resolves when every Sentinel knows the replica and the other Sentinels. */
  static async start(args: readonly string[] = []): Promise<RedisSentinels> {
    const prompt = ['--repl-diskless-sync-delay', '0', ...args];
    const master = await RedisServer.start({ args: prompt });
    const following = ['--replicaof', '127.0.0.1', `${master.port}`];
    const replica = await RedisServer.start({ args: [...prompt, ...following] });
    const sentinels: SentinelProcess[] = [];
    const started = new RedisSentinels([master, replica], sentinels);
    try {
      // A Sentinel asks a master for its replicas only every ten seconds: it has to find one at the first try.
      await eventually(() => isLinked(replica.port), 'the replica to follow its master');
      const lines = watching(master.port);
      for (let count = 0; count < 3; count++) sentinels.push(await SentinelProcess.start(lines));
      await eventually(() => started.isComplete(), 'the Sentinels to know each other');
      return started;
    } catch (error) {
      await started.stop();
      throw error;
    }
  }

  /** The connection as ioredis options. */
  get options(): RedisOptions {
    return { sentinels: this.sentinels.map(({ port }) => ({ host: '127.0.0.1', port })), name };
  }

  /** The connection as a connection string. */
  get connectionString(): string {
    return [...this.sentinels.map(({ port }) => `127.0.0.1:${port}`), `serviceName=${name}`].join(',');
  }

  /** The server that the Sentinels call the master. */
  async master(): Promise<RedisServer> {
    const [sentinel] = this.sentinels;
    const address = await askServer(sentinel?.port ?? 0, 'SENTINEL', 'get-master-addr-by-name', name);
    const port = Number((address as string[])[1]);
    const found = this.servers.find((server) => server.port === port);
    if (!found) throw new Error(`the Sentinels name a master on port ${port}, which is not one of theirs`);
    return found;
  }

  /** Has the replica take over from a living master; resolves when the Sentinels say that it has. */
  async failover(): Promise<void> {
    const before = await this.master();
    await askServer(this.sentinels[0]?.port ?? 0, 'SENTINEL', 'failover', name);
    await this.whenOther(before);
  }

  /** Resolves when another server than this one is the master. */
  async whenOther(than: RedisServer): Promise<RedisServer> {
    const other = async (): Promise<RedisServer | false> => {
      const master = await this.master();
      if (master === than) return false;
      const replication = infoFields(await askServer(master.port, 'INFO', 'replication'));
      return replication.get('role') === 'master' && master;
    };
    return eventually(other, 'another master');
  }

  /** Ends all five. */
  async stop(): Promise<void> {
    await Promise.all([...this.sentinels, ...this.servers].map((each) => each.stop()));
  }

  private async isComplete(): Promise<boolean> {
    const infos = await Promise.all(this.sentinels.map(({ port }) => askServer(port, 'INFO', 'sentinel')));
    return infos.every((info) => String(info).includes('slaves=1,sentinels=3'));
  }
}

/** What a Sentinel is told of the master. */
function watching(port: number): string[] {
  return [
    `sentinel monitor ${name} 127.0.0.1 ${port} 2`,
    `sentinel down-after-milliseconds ${name} ${timing.downAfterInMs}`,
    `sentinel failover-timeout ${name} ${timing.failoverTimeoutInMs}`,
  ];
}

async function isLinked(port: number): Promise<boolean> {
  const replication = infoFields(await askServer(port, 'INFO', 'replication'));
  return replication.get('master_link_status') === 'up';
}
