import { spawnSync } from 'node:child_process';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { FakeRedis } from '../../lib/testing/fake/fake-redis.js';
import type { RedisVersion } from '../../lib/testing/fake/versions.js';
import { redisServerBinary, redisServerVersion } from '../support/redis-binary.js';
import { closedReply, RawClient } from './raw-client.js';
import type { Opponent } from './scenario.js';

const resets: readonly (readonly string[])[] = [
  ['replicaof', 'no', 'one'],
  ['config', 'set', 'maxmemory', '0'],
  ['config', 'set', 'notify-keyspace-events', ''],
  ['config', 'set', 'requirepass', ''],
  ['acl', 'deluser', 'bob'],
  ['acl', 'setuser', 'default', 'on', 'nopass', 'allkeys', '+@all'],
  ['acl', 'setuser', 'default', 'allchannels'],
  ['flushall'],
  ['script', 'flush'],
  ['function', 'flush'],
];

/**
 * Whether there is a server to compare with. Other descendants of Redis have texts of their own, and so have versions that
 * are newer than what the fake imitates.
 */
export const canCompare =
  redisServerVersion !== undefined &&
  numberOf(redisServerVersion) < 8.2 &&
  /^Redis/.test(spawnSync(redisServerBinary, ['--version'], { encoding: 'utf8' }).stdout);

/** The profile that fits the real server. */
export const profile: RedisVersion = profileOf(redisServerVersion ?? '7.0.0');

function profileOf(version: string): RedisVersion {
  const number = numberOf(version);
  if (number < 6.2) return '6.0';
  if (number < 7) return '6.2';
  return number < 7.4 ? '7.0' : '8.0';
}

function numberOf(version: string): number {
  return Number(/^\d+\.\d+/.exec(version)?.[0]);
}

export class RealOpponent implements Opponent {
  constructor(private readonly port: number) {}

  connect(): Promise<RawClient> {
    return new Promise((resolve, reject) => {
      const socket = connect(this.port, '127.0.0.1', () => resolve(new RawClient(socket)));
      socket.setNoDelay(true);
      socket.once('error', reject);
    });
  }
}

/** Through the front in memory, by raw bytes. */
export class FakeOpponent implements Opponent {
  constructor(private readonly fake: FakeRedis) {}

  async connect(): Promise<RawClient> {
    const { Connector } = this.fake.connectionOptions();
    if (!Connector) throw new Error('The fake has no connector');
    const stream: Duplex = await new Connector({}).connect(() => undefined);
    return new RawClient(stream);
  }
}

/** Puts a server back to the state in which it started. */
export async function resetServer(client: RawClient): Promise<void> {
  for (const command of resets) client.send(command);
  for (const command of resets) {
    const reply = await client.read();
    if (reply === closedReply) throw new Error(`The connection was closed before ${command.join(' ')}`);
  }
}

/** Resets a server between what is played on it. It stays connected, because a case can lock new connections out. */
export class Resetter {
  private constructor(
    private readonly opponent: Opponent,
    private client: RawClient,
  ) {}

  static async of(opponent: Opponent): Promise<Resetter> {
    return new Resetter(opponent, await opponent.connect());
  }

  async reset(): Promise<void> {
    // What was played may have killed every connection, this one too.
    if ((await this.client.call('ping')) === closedReply) this.client = await this.opponent.connect();
    await resetServer(this.client);
  }

  close(): void {
    this.client.close();
  }
}
