import { expect } from 'chai';
import fc from 'fast-check';
import { FakeRedis } from '../../lib/testing/fake/fake-redis.js';
import { RedisServer } from '../support/redis-server.js';
import { canCompare, FakeOpponent, profile, RealOpponent, Resetter } from './opponents.js';
import type { RawClient } from './raw-client.js';
import { showReply, type RawReply } from './raw-reply.js';
import type { Opponent } from './scenario.js';
import { blockingCommand, commands, keys, type CommandArguments } from './sequence-commands.js';

/** How many sequences each family runs; `DIFFERENTIAL_RUNS` and `DIFFERENTIAL_SEED` change that. */
const runs = Number(process.env.DIFFERENTIAL_RUNS ?? 400);
const seed =
  process.env.DIFFERENTIAL_SEED === undefined ? {} : { seed: Number(process.env.DIFFERENTIAL_SEED) };

(canCompare ? describe : describe.skip)('Fake Redis beside real Redis: random sequences', function () {
  this.timeout(180_000);
  let server: RedisServer;
  let fake: FakeRedis;
  let opponents: readonly Opponent[];
  let resetters: Resetter[];

  before(async () => {
    server = await RedisServer.start();
    fake = new FakeRedis({ version: profile });
    opponents = [new RealOpponent(server.port), new FakeOpponent(fake)];
    resetters = await Promise.all(opponents.map((opponent) => Resetter.of(opponent)));
  });

  after(async () => {
    for (const resetter of resetters) resetter.close();
    await fake.close();
    await server.stop();
  });

  async function compare(play: (opponent: Opponent) => Promise<readonly string[]>): Promise<void> {
    await Promise.all(resetters.map((resetter) => resetter.reset()));
    const [expected, actual] = await Promise.all(opponents.map(play));
    expect(actual).to.deep.equal(expected);
  }

  for (const [family, command] of Object.entries(commands)) {
    // Before 7.0 errors in scripts have texts of their own.
    if (family === 'scripts in Lua' && Number(profile) < 7) continue;
    it(`gives the same replies: ${family}`, () =>
      fc.assert(
        fc.asyncProperty(protocol, fc.array(command, { maxLength: 25 }), (version, sequence) =>
          compare((opponent) => playSequence(opponent, version, sequence)),
        ),
        { numRuns: runs, ...seed },
      ));
  }

  it('publishes the same events in the same order', () =>
    fc.assert(
      fc.asyncProperty(fc.array(commands['every family'], { maxLength: 20 }), (sequence) =>
        compare((opponent) => playWithEvents(opponent, sequence)),
      ),
      { numRuns: runs, ...seed },
    ));

  it('serves blocked clients alike', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(blockingCommand, { minLength: 1, maxLength: 4 }),
        fc.array(commands['lists and blocked clients'], { maxLength: 12 }),
        (blocked, sequence) => compare((opponent) => playBlocked(opponent, blocked, sequence)),
      ),
      { numRuns: runs, ...seed },
    ));

  it('goes on alike when each has restored what the other dumped', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(commands['every family'], { maxLength: 20 }),
        fc.array(commands['every family'], { maxLength: 12 }),
        async (before, after) => {
          await Promise.all(resetters.map((resetter) => resetter.reset()));
          const clients = await Promise.all(opponents.map((opponent) => opponent.connect()));
          try {
            await callAlike(clients, [...before, ['exec']]);
            await exchangeKeys(clients);
            await callAlike(clients, after);
          } finally {
            for (const client of clients) client.close();
          }
        },
      ),
      { numRuns: runs, ...seed },
    ));
});

/** RESP2 or RESP3; what 6.0 answers in RESP3 is not compared. */
const protocol = Number(profile) >= 7 ? fc.constantFrom('2', '3') : fc.constant('2');

/** Sends all at once and reads the replies. */
async function playSequence(
  opponent: Opponent,
  version: string,
  sequence: readonly CommandArguments[],
): Promise<string[]> {
  const client = await opponent.connect();
  try {
    if (version !== '2') await client.call('hello', version);
    for (const args of [...sequence, ['discard'], ['ping', 'end']]) client.send(args);
    // In RESP3 messages come between the replies.
    return await readUntil(client, 'end');
  } finally {
    client.close();
  }
}

async function callAll(client: RawClient, sequence: readonly CommandArguments[]): Promise<string[]> {
  for (const args of sequence) client.send(args);
  const replies: string[] = [];
  for (const args of sequence) replies.push(`${args.join(' ')} → ${showReply(await client.read())}`);
  return replies;
}

async function callAlike(
  clients: readonly RawClient[],
  sequence: readonly CommandArguments[],
): Promise<void> {
  const [expected, actual] = await Promise.all(clients.map((client) => callAll(client, sequence)));
  expect(actual).to.deep.equal(expected);
}

/** Each server gets the values of the other, without their expiry. */
async function exchangeKeys(clients: readonly RawClient[]): Promise<void> {
  for (const key of keys) {
    const payloads = await Promise.all(clients.map((client) => client.call('dump', key)));
    const replies = await Promise.all(
      clients.map(async (client, own) => {
        const payload = payloads.at(own - 1);
        if (!payload || !('text' in payload) || payload.text === null) return 'nothing';
        return showReply(await client.call('restore', key, '0', payload.text, 'replace'));
      }),
    );
    expect(new Set(replies), key).to.have.property('size', 1);
    expect(replies[0], key).to.match(/^(?:nothing|\+"OK")$/);
  }
}

async function playWithEvents(opponent: Opponent, sequence: readonly CommandArguments[]): Promise<string[]> {
  const [client, listener] = [await opponent.connect(), await opponent.connect()];
  try {
    await client.call('config', 'set', 'notify-keyspace-events', 'KEAm');
    await listener.call('psubscribe', '*');
    const replies = await callAll(client, [...sequence, ['exec'], ['publish', 'end', '']]);
    return [...replies, ...(await readUntil(listener, 'end'))];
  } finally {
    client.close();
    listener.close();
  }
}

async function playBlocked(
  opponent: Opponent,
  blocked: readonly CommandArguments[],
  sequence: readonly CommandArguments[],
): Promise<string[]> {
  const client = await opponent.connect();
  const waiting: { readonly client: RawClient; readonly id: string }[] = [];
  try {
    for (const args of blocked) {
      const one = await opponent.connect();
      const id = await one.call('client', 'id');
      one.send(args);
      await client.call('ping');
      waiting.push({ client: one, id: 'text' in id ? (id.text ?? '') : '' });
    }
    const transcript = await callAll(client, [...sequence, ['exec']]);
    for (const { client: one, id } of waiting) {
      await client.call('client', 'unblock', id);
      one.send(['echo', 'end']);
      transcript.push(...(await readUntil(one, 'end')));
    }
    return transcript;
  } finally {
    client.close();
    for (const one of waiting) one.client.close();
  }
}

/** Reads up to the reply or message that has this text in it. */
async function readUntil(client: RawClient, text: string): Promise<string[]> {
  const replies: string[] = [];
  for (let reply: RawReply; ;) {
    reply = await client.read();
    const shown = showReply(reply);
    if (shown.includes(JSON.stringify(text)) || shown.includes('closed')) return replies;
    replies.push(shown);
  }
}
