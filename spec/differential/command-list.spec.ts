import { expect } from 'chai';
import { FakeRedis } from '../../lib/testing/fake/fake-redis.js';
import { missingCommands } from '../../lib/testing/fake/commands/missing-commands.js';
import { RedisServer } from '../support/redis-server.js';
import { canCompare, FakeOpponent, profile, RealOpponent } from './opponents.js';
import type { RawReply } from './raw-reply.js';
import type { Opponent } from './scenario.js';

(canCompare ? describe : describe.skip)('Fake Redis beside real Redis: the commands that there are', () => {
  let server: RedisServer;
  let fake: FakeRedis;

  before(async () => {
    server = await RedisServer.start();
    fake = new FakeRedis({ version: profile });
  });

  after(async () => {
    await fake.close();
    await server.stop();
  });

  it('the fake has each, or says that it lacks it, and has no others', async () => {
    const real = await factsOf(new RealOpponent(server.port));
    const own = await factsOf(new FakeOpponent(fake));
    const missing = missingCommands(Number(profile));
    const isMissing = (name: string): boolean =>
      missing.some((one) => name === one || name.startsWith(`${one}|`));
    expect([...real.keys()].filter((name) => !own.has(name) && !isMissing(name)).sort()).to.deep.equal([]);
    expect([...own.keys()].filter((name) => !real.has(name)).sort()).to.deep.equal([]);
  });

  (Number(profile) >= 7 ? it : it.skip)(
    'with the same arity, flags, categories and places of keys',
    async () => {
      const real = await factsOf(new RealOpponent(server.port));
      const different = [...(await factsOf(new FakeOpponent(fake)))]
        .filter(([name, facts]) => real.has(name) && real.get(name) !== facts)
        .map(([name, facts]) => `${name}: ${facts}, and there ${real.get(name) ?? ''}`);
      expect(different).to.deep.equal([]);
    },
  );
});

/** Each command, and subcommand where the server tells them, with its arity and the places of its keys. Modules aside. */
async function factsOf(opponent: Opponent): Promise<Map<string, string>> {
  const client = await opponent.connect();
  const found = new Map<string, string>();
  const note = (row: RawReply): void => {
    if (!('items' in row)) return;
    const [name, arity, flags, first, last, step, categories] = (row.items ?? []).map(textIn);
    if (name === undefined || name.includes('.') || /^(post|host:|quit)$/.test(name)) return;
    found.set(name.toLowerCase(), [arity, first, last, step, flags, categories].join(' '));
    const subcommands = row.items?.[9];
    for (const one of subcommands && 'items' in subcommands ? (subcommands.items ?? []) : []) note(one);
  };
  const reply = await client.call('command');
  for (const row of 'items' in reply ? (reply.items ?? []) : []) note(row);
  client.close();
  return found;
}

/** The text, or the texts of a list in order. */
function textIn(reply: RawReply): string {
  if ('text' in reply) return reply.text ?? '';
  return (reply.items ?? []).map(textIn).sort().join(' ');
}
