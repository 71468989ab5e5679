import { expect } from 'chai';
import { changeLetters } from '../../lib/dead-letter-tools/change-letters.js';
import { FailedAgain } from '../../lib/dead-letter-tools/failed-again.js';
import { importLetter, type ImportTarget } from '../../lib/dead-letter-tools/import-letter.js';
import { letterLine, type LetterLine } from '../../lib/dead-letter-tools/letter-line.js';
import { LetterReader } from '../../lib/dead-letter-tools/letter-reader.js';
import { LetterSelection } from '../../lib/dead-letter-tools/letter-selection.js';
import { parseLetterLine, type ParsedLetter } from '../../lib/dead-letter-tools/parse-letter-line.js';
import { DeadLetters } from '../../lib/dead-letters/dead-letters.js';
import type { RedisCommand } from '../../lib/redis/commands/command-sender.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { classWith, describeOne } from '../support/describe-classes.js';
import { ManualClock } from '../support/manual-clock.js';
import { senderOf } from '../support/sender-of.js';
import { describeOnRedis } from '../support/test-redis.js';

const onList = describeOne(classWith(RedisListTrigger({ connection: 'c', key: 'orders', name: 'F' })));
const onStream = describeOne(classWith(RedisStreamTrigger({ connection: 'c', key: 'orders', name: 'F' })));
const key = '{orders}:dead-letter:F';

describeOnRedis('Dead letters that are changed', (redis) => {
  const cut = new Error('the connection is lost');

  /** @param loses the commands before which the connection is lost */
  const targetOf = (
    descriptor: typeof onList,
    loses: (command: RedisCommand) => boolean = () => false,
  ): ImportTarget => {
    const sender = senderOf(redis.client);
    const client = {
      send: (command: RedisCommand) => (loses(command) ? Promise.reject(cut) : sender.send(command)),
      whenReady: () => Promise.resolve(),
    };
    const letters = new DeadLetters(descriptor, {
      client,
      clock: new ManualClock(),
      onReplayed: () => undefined,
    });
    return { descriptor, client, letters, reader: new LetterReader(descriptor, client) };
  };

  const add = (id: string, body: string): Promise<unknown> =>
    redis.client.xadd(key, id, 'functionId', 'F', 'kind', 'list', 'source', 'orders', 'body', body);

  const addEntry = (id: string, ...fields: string[]): Promise<unknown> => {
    const original = fields.map((each, index) => (index % 2 === 0 ? `field:${each}` : each));
    const known = [
      'functionId',
      'F',
      'kind',
      'stream',
      'source',
      'orders',
      'entryId',
      '5-1',
      'deliveryCount',
      '1',
    ];
    return redis.client.xadd(key, id, ...known, ...original);
  };

  /** The letter of an id as a line has it, edited. */
  const edited = async (
    { reader, descriptor }: ImportTarget,
    id: string,
    edit: (line: LetterLine) => Partial<LetterLine>,
  ): Promise<ParsedLetter> => {
    const [letter] = await reader.find(id);
    const line = letterLine(letter!, (text) => text);
    return parseLetterLine(Buffer.from(JSON.stringify({ ...line, ...edit(line) })), descriptor);
  };

  it('are counted when they fail again, those that failed before or hold another message aside', async () => {
    const { reader, letters, descriptor } = targetOf(onList);
    for (const index of [1, 2, 3]) await add(`${index}-0`, `order ${index}`);
    const selection = await LetterSelection.make(reader, descriptor, { filters: [] });
    const again = new FailedAgain(reader, selection.bounds);
    expect(await again.count()).to.equal(0);
    const counts = { changed: 0, gone: 0, refused: 0 };
    const seen: number[] = [];
    const isDone = await changeLetters(
      selection,
      async (letter) => (await letters.replay(letter)) === 1,
      counts,
      {
        clock: new ManualClock(),
        signal: new AbortController().signal,
        onBefore: (letter) => again.add(letter),
        onAfter: async ({ changed }) => {
          // The second one fails again at once, and something else fails with it.
          if (changed === 2) await add('7-0', 'order 2');
          if (changed === 2) await add('7-1', 'another');
          seen.push(await again.count());
        },
      },
    );
    expect(isDone).to.equal(true);
    expect(seen).to.deep.equal([0, 1, 1]);
    expect(counts).to.deep.equal({ changed: 3, gone: 0, refused: 0 });
    await letters.remove('all');
    await add('8-0', 'order 1');
    expect(await again.count()).to.equal(2);
  });

  it('are chosen among those that are there at the time, however many streams they lie in', async () => {
    const { reader, descriptor } = targetOf(onList);
    await add('1-0', '{"id":1}');
    await add('2-0', '{"id":2}');
    await redis.client.xadd(key, '3-0', 'some', 'rubbish');
    const all = await LetterSelection.make(reader, descriptor, { filters: [] });
    const second = await LetterSelection.make(reader, descriptor, {
      filters: [{ field: 'payload.id', value: '2' }],
    });
    const named = await LetterSelection.make(reader, descriptor, { ids: ['2-0', '9-9', '2-0', '1-0'] });
    await add('4-0', '{"id":2}');
    const idsOf = async (selection: LetterSelection): Promise<string[]> => {
      const ids: string[] = [];
      for await (const { id } of selection) ids.push(id);
      return ids;
    };
    expect(await idsOf(all)).to.deep.equal(['1-0', '2-0']);
    expect(await idsOf(second)).to.deep.equal(['2-0']);
    expect(await idsOf(named)).to.deep.equal(['2-0', '1-0']);
    expect([await second.count(), await named.count()]).to.deep.equal([1, 2]);
    expect(await named.missing()).to.deep.equal(['9-9']);
  });

  it('are put back edited by one of those who import them at once', async () => {
    const target = targetOf(onList);
    await add('1-0', 'wrong');
    const letter = await edited(target, '1-0', () => ({ body: 'right' }));
    const all = await Promise.all([1, 2, 3].map(() => importLetter(target, letter, false)));
    expect(all.filter(Boolean)).to.have.lengthOf(1);
    expect(await redis.client.lrange('orders', 0, -1)).to.deep.equal(['right']);
    expect(await redis.client.xlen(key)).to.equal(0);
    expect(await importLetter(target, letter, true)).to.equal(true);
    expect(await redis.client.lrange('orders', 0, -1)).to.deep.equal(['right', 'right']);
  });

  for (const [kind, descriptor] of [
    ['list', onList],
    ['stream', onStream],
  ] as const) {
    it(`are each replayed, removed or imported by one of those who do so at once (${kind})`, async () => {
      const target = targetOf(descriptor);
      const { letters, reader } = target;
      const done = { replayed: 0, removed: 0, imported: 0 };
      for (let round = 0; round < 30; round++) {
        const id = `${round + 1}-0`;
        await (kind === 'list' ? add(id, `order ${round}`) : addEntry(id, 'order', `${round}`));
        const letter = (await reader.find(id))[0]!;
        const parsed = await edited(target, id, () => ({}));
        const count = async (what: keyof typeof done, act: Promise<number | boolean>): Promise<void> => {
          const changed = Number(await act);
          done[what] += changed;
        };
        const replay = (): Promise<void> => count('replayed', letters.replay(letter));
        const remove = (): Promise<void> => count('removed', letters.remove(letter));
        const reimport = (): Promise<void> => count('imported', importLetter(target, parsed, false));
        const pairs = [
          [replay, replay],
          [replay, remove],
          [remove, replay],
          [replay, reimport],
          [reimport, replay],
          [reimport, remove],
        ];
        await Promise.all((pairs[round % pairs.length] ?? []).map((act) => act()));
        expect(done.replayed + done.removed + done.imported).to.equal(round + 1);
      }
      const { replayed, removed, imported } = done;
      expect(removed).to.be.within(1, 29);
      const back = await (kind === 'list' ? redis.client.llen('orders') : redis.client.xlen('orders'));
      expect(back).to.equal(replayed + imported);
      expect(await redis.client.xlen(key)).to.equal(0);
    });
  }

  it('go to their own group alone where they were not edited, and to every group where they were', async () => {
    const target = targetOf(onStream);
    await redis.client.xadd('orders', '5-1', 'a', '1');
    await redis.client.xgroup('CREATE', 'orders', 'F', '$');
    await addEntry('1-0', 'a', '1');
    expect(await importLetter(target, await edited(target, '1-0', () => ({})), false)).to.equal(true);
    expect(await redis.client.xlen('orders')).to.equal(1);
    expect(await redis.client.xpending('orders', 'F')).to.have.property('0', 1);
    await addEntry('2-0', 'a', '1');
    const letter = await edited(target, '2-0', () => ({
      fields: [
        ['a', '2'],
        ['a', '3'],
      ],
    }));
    expect(await importLetter(target, letter, false)).to.equal(true);
    const [, entry] = await redis.client.xrange('orders', '-', '+');
    expect(entry?.[1]).to.deep.equal(['a', '2', 'a', '3']);
    expect(await redis.client.xlen(key)).to.equal(0);
  });

  it('are put back also with more fields than a script can take', async () => {
    const target = targetOf(onStream);
    await addEntry('1-0', 'a', '1');
    const fields = Array.from({ length: 3_000 }, (_, index) => [`name ${index}`, `${index}`] as const);
    expect(await importLetter(target, await edited(target, '1-0', () => ({ fields })), false)).to.equal(true);
    const [entry] = await redis.client.xrange('orders', '-', '+');
    expect(entry?.[1]).to.deep.equal(fields.flat());
    expect(await redis.client.xlen(key)).to.equal(0);
  });

  /** An entry of 3,000 fields, which no script can add. */
  const long = Array.from({ length: 6_000 }, (_, index) => (index % 2 === 0 ? `name ${index}` : `${index}`));

  it('are replayed also with more fields than a script can take, where their entry was deleted', async () => {
    const { letters, reader } = targetOf(onStream);
    await addEntry('1-0', ...long);
    const [letter] = await reader.find('1-0');
    expect(await letters.replay(letter!)).to.equal(1);
    expect((await redis.client.xrange('orders', '-', '+'))[0]?.[1]).to.deep.equal(long);
    expect(await redis.client.xlen(key)).to.equal(0);
  });

  for (const how of ['replay', 'import'] as const) {
    it(`are never lost where a ${how} of so many fields is interrupted between its two steps, but may be there twice`, async () => {
      await addEntry('1-0', ...(how === 'replay' ? long : ['a', '1']));
      const change = async ({ letters, ...target }: ImportTarget): Promise<unknown> => {
        const [letter] = await target.reader.find('1-0');
        if (how === 'replay') return letters.replay(letter!);
        const fields = Array.from({ length: 3_000 }, (_, index) => [`name ${index}`, ''] as const);
        return importLetter(
          { letters, ...target },
          await edited({ letters, ...target }, '1-0', () => ({ fields })),
          false,
        );
      };
      const lost = targetOf(onStream, ([name]) => name === 'XDEL');
      let thrown: unknown;
      await change(lost).catch((error: unknown) => (thrown = error));
      expect(thrown).to.equal(cut);
      expect(await redis.client.xlen('orders')).to.equal(1);
      expect(await redis.client.xlen(key)).to.equal(1);
      await change(targetOf(onStream));
      expect(await redis.client.xlen('orders')).to.equal(2);
      expect(await redis.client.xlen(key)).to.equal(0);
    });
  }
});
