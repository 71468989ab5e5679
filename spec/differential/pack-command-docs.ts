import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { FakeRedis } from '../../lib/testing/fake/fake-redis.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { RedisServer } from '../support/redis-server.js';
import { repository } from '../support/repository.js';
import { FakeOpponent, RealOpponent } from './opponents.js';
import type { RawReply } from './raw-reply.js';
import type { Opponent } from './scenario.js';

/*
 * `npm run pack:command-docs` writes the documentation that the fake's COMMAND DOCS answers: what the redis-server of
 * this machine, which has to be a 7.0, answers for the commands that the fake has.
 */
if (!redisServerVersion?.startsWith('7.0.'))
  throw new Error('The documentation is that of 7.0: set REDIS_SERVER_BIN to one');
const server = await RedisServer.start();
const fake = new FakeRedis({ version: '7.0' });
const names = (await ask(new FakeOpponent(fake), 'command', 'list')) as string[];
const own = new Set(names.sort());
const docs = await ask(
  new RealOpponent(server.port),
  'command',
  'docs',
  ...names.filter((name) => !name.includes('|')),
);
await server.stop();
await fake.close();

const packed = brotliCompressSync(JSON.stringify(withoutForeign(docs as unknown[])), {
  params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 },
}).toString('base64');
const file = join(repository, 'lib/testing/fake/commands/server/packed-command-docs.ts');
writeFileSync(
  file,
  readFileSync(file, 'utf8').replace(/`[^`]*`;/, `\`\n${packed.match(/.{1,110}/g)?.join('\n') ?? ''}\n\`;`),
);

/** Without the subcommands that the fake lacks, and in order of their names: a server shows them in any order. */
function withoutForeign(names: readonly unknown[]): unknown[] {
  const kept: [string, unknown][] = [];
  for (let at = 0; at < names.length; at += 2) {
    const name = String(names[at]);
    if (!own.has(name)) continue;
    const fields = [...(names[at + 1] as unknown[])];
    const subcommands = fields.indexOf('subcommands') + 1;
    if (subcommands > 0) fields[subcommands] = withoutForeign(fields[subcommands] as unknown[]);
    kept.push([name, fields]);
  }
  return kept.sort(([one], [other]) => (one < other ? -1 : 1)).flat();
}

async function ask(opponent: Opponent, ...args: readonly string[]): Promise<unknown> {
  const client = await opponent.connect();
  const reply = await client.call(...args);
  client.close();
  return plain(reply);
}

function plain(reply: RawReply): unknown {
  if ('items' in reply) return reply.items?.map(plain);
  return reply.sign === ':' ? Number(reply.text) : reply.text;
}
