import type { Redis } from 'ioredis';
import { deadLetterKey } from '../../lib/dead-letters/dead-letter-key.js';
import { FleetKeys } from '../../lib/fleet/fleet-keys.js';
import { fieldsOfMinute } from '../../lib/fleet/minute-counters.js';
import type { Class } from '../../lib/metadata/class.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import type { Page } from '../../lib/ui/serve-page.js';

/** So many functions, lists and streams by turns, each on a key of its own. */
export function crowdOf(functions: number, connection: string): Class[] {
  return Array.from({ length: functions }, (_, index) => {
    const key = `crowd:${index}`;
    const trigger =
      index % 2 === 0
        ? RedisListTrigger({ connection, key, name: key })
        : RedisStreamTrigger({ connection, key, name: key });
    class Crowd {
      onMessage(): void {
        // Nothing comes.
      }
    }
    const { prototype } = Crowd;
    trigger(prototype, 'onMessage', Object.getOwnPropertyDescriptor(prototype, 'onMessage') ?? {});
    return Crowd;
  });
}

/** Makes what the crowd listens to, with some messages on each key. */
export async function fillCrowd(client: Redis, functions: number, messages: number): Promise<void> {
  const pipeline = client.pipeline();
  for (let index = 0; index < functions; index++) {
    const key = `crowd:${index}`;
    if (index % 2 === 1) pipeline.xgroup('CREATE', key, key, '0', 'MKSTREAM');
    for (let message = 0; message < messages; message++) {
      if (index % 2 === 0) pipeline.rpush(key, 'message');
      else pipeline.xadd(key, '*', 'message', 'yes');
    }
  }
  await pipeline.exec();
}

/** Four processes that say they run the crowd, and an hour of what they have done. */
export async function writeCrowdsFleet(client: Redis, fleet: string, functions: number): Promise<void> {
  const keys = new FleetKeys(fleet);
  const present = Math.floor(Date.now() / 60_000);
  const own = Array.from({ length: functions }, (_, index): readonly [string, object] => [
    `crowd:${index}`,
    {
      kind: index % 2 === 0 ? 'list' : 'stream',
      connection: 'redis',
      sources: [`crowd:${index}`],
      state: 'listening',
      inFlight: 1,
      waiting: 0,
      succeeded: 1_000,
      failed: 0,
    },
  ]);
  const startedAt = new Date().toISOString();
  for (const id of ['one', 'two', 'three', 'four']) {
    const said = { host: id, pid: 1, startedAt, state: 'running', functions: Object.fromEntries(own) };
    await client.zadd(keys.processes, Date.now() + 600_000, id);
    await client.hset(keys.process(id), 'process', JSON.stringify({ id, ...said }));
  }
  for (let back = 0; back < 60; back++) {
    const pipeline = client.pipeline();
    for (let index = 0; index < functions; index++) {
      const [processed = '', failed = '', sum = '', ...buckets] = fieldsOfMinute(`crowd:${index}`);
      const counted = [processed, 90, failed, 1, sum, 900, buckets[4] ?? '', 91];
      pipeline.hset(keys.minute(present - back), ...counted);
    }
    await pipeline.exec();
  }
}

/** A hundred thousand in one go, because a million of them one by one would take minutes. */
const lettersAtOnce = 100_000;

/** Writes dead letters of a list function in the server itself: of a hundred errors, each with its number. */
export async function writeManyDeadLetters(
  client: Redis,
  { functionId, source, count }: { functionId: string; source: string; count: number },
): Promise<void> {
  const key = deadLetterKey(source, functionId);
  for (let from = 0; from < count; from += lettersAtOnce) {
    const until = Math.min(count, from + lettersAtOnce);
    await client.eval(letters, 1, key, from, until, functionId, source, new Date().toISOString());
  }
}

const letters = `
for index = ARGV[1], ARGV[2] - 1 do
  redis.call('XADD', KEYS[1], '*',
    'functionId', ARGV[3], 'kind', 'list', 'source', ARGV[4], 'reason', 'handler-failed',
    'errorName', 'Error' .. index % 10, 'errorMessage', 'the bank did not answer request ' .. index, 'errorStack', '',
    'attempts', '3', 'failedAt', ARGV[5], 'body', '{"order":' .. string.format('%d', index) .. '}')
end`;

/** What one question to a page cost. */
export interface AskCost {
  readonly status: number;
  readonly text: string;
  readonly inMs: number;
  /** What Redis ran for it, those of scripts among them. */
  readonly commands: number;
}

/** Asks a page for something, and counts what that costs Redis. */
export async function askCost(page: Pick<Page, 'fetch'>, path: string, client: Redis): Promise<AskCost> {
  const before = await commandsOf(client);
  const askedAt = performance.now();
  const response = await page.fetch(new Request(`http://localhost/api/${path}`));
  const text = await response.text();
  const inMs = performance.now() - askedAt;
  return { status: response.status, text, inMs, commands: (await commandsOf(client)) - before };
}

/** What Redis has run until now. */
export async function commandsOf(client: Redis): Promise<number> {
  const text = await client.info('commandstats');
  const calls = [...text.matchAll(/^cmdstat_(?!info|ping|client)[^:]+:calls=(\d+)/gm)];
  return calls.reduce((sum, [, count]) => sum + Number(count), 0);
}
