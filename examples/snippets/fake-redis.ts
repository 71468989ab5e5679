import { FakeRedis } from 'redis-triggers/testing';

// #region first
export async function popFromFake(): Promise<string | null> {
  await using fake = new FakeRedis();
  const redis = fake.createClient(); // real ioredis, without a socket
  await redis.rpush('orders', '{"id":1}');
  return await redis.lpop('orders'); // '{"id":1}'
} // the end of the block closes the client and the fake
// #endregion first

// #region listen
export async function startGuarded(port: number): Promise<FakeRedis> {
  const fake = new FakeRedis({ version: '8.0', password: 'secret' });
  await fake.listen(port); // 127.0.0.1; redis-cli -p <port> -a secret
  return fake; // until `await fake.close()`
}
// #endregion listen

// #region time
export async function outliveASession(): Promise<number> {
  await using fake = new FakeRedis({ clock: 'virtual' });
  const redis = fake.createClient();
  await redis.set('session', 'x', 'EX', 60);
  await fake.clock.advance(60_000); // takes no time
  return await redis.exists('session'); // 0: expired
}
// #endregion time

// #region faults
export async function loseAReply(fake: FakeRedis): Promise<void> {
  const redis = fake.createClient({ retryStrategy: () => null });
  await redis.rpush('orders', 'tea');
  fake.faults.fail('xadd', "OOM command not allowed when used memory > 'maxmemory'.", 3);
  fake.faults.dropAfter('lpop'); // the next LPOP pops, and its reply is lost
  await redis.lpop('orders'); // rejects: Connection is closed.
}
// #endregion faults

// #region scripts
export async function countByScript(fake: FakeRedis): Promise<unknown> {
  const lua = "return redis.call('INCRBY', KEYS[1], ARGV[1])";
  fake.scripts.register(lua, ({ keys: [key = ''], args: [by = ''], call }) => call('INCRBY', key, by));
  return fake.createClient().eval(lua, 1, 'visits', 5); // 5
}
// #endregion scripts
