import { expect } from 'chai';
import { missingCommands } from '../../lib/testing/fake/commands/missing-commands.js';
import { redisServerVersion } from '../support/redis-binary.js';
import { canCompare } from './opponents.js';
import { openClientPair, type ClientPair } from './client-pair.js';
import type { RawClient } from './raw-client.js';
import { showReply, type RawReply } from './raw-reply.js';

// The texts change with each version, and those of the fake are of 7.0.
const isOfThatVersion = redisServerVersion?.startsWith('7.0.') === true;

(canCompare && isOfThatVersion ? describe : describe.skip)(
  'Fake Redis beside real Redis: COMMAND DOCS',
  () => {
    let pair: ClientPair;
    let real: RawClient;
    let simulated: RawClient;

    before(async () => {
      pair = await openClientPair('7.0');
      ({ real, simulated } = pair);
    });

    after(() => pair.close());

    for (const protocol of ['2', '3']) {
      it(`says the same of each command and subcommand, in RESP${protocol}`, async () => {
        for (const client of [real, simulated]) await client.call('hello', protocol);
        const names = itemsOf(await simulated.call('command', 'list')).map(textOf);
        expect(names).to.include.members(['get', 'config|get']);
        const [expected, actual] = await Promise.all(
          [real, simulated].map((client) => docsOf(client, names)),
        );
        expect(actual).to.deep.equal(expected);
      });
    }

    it('leaves out unknown commands, and says twice what it was asked twice, in any case', async () => {
      for (const client of [real, simulated]) await client.call('hello', '3');
      const [expected, actual] = await Promise.all(
        [real, simulated].map((client) =>
          client.call('command', 'docs', 'nosuch', 'GET', 'config|nosuch', 'get'),
        ),
      );
      expect(actual).to.deep.equal(expected);
    });

    it('says all that there is when it is given no name', async () => {
      const named = async (client: RawClient): Promise<string[]> =>
        itemsOf(await client.call('command', 'docs'))
          .filter((_, at) => at % 2 === 0)
          .map(textOf)
          .filter((name) => !missing.has(name))
          .sort();
      expect(await named(simulated)).to.deep.equal(await named(real));
    });
  },
);

const missing = new Set(missingCommands(7));

async function docsOf(client: RawClient, names: readonly string[]): Promise<string[]> {
  const shown: string[] = [];
  for (const name of names) shown.push(showReply(inOrder(await client.call('command', 'docs', name))));
  return shown;
}

/** Subcommands in order of their names, because a server shows them in any, and without those that the fake lacks. */
function inOrder(reply: RawReply): RawReply {
  if (!('items' in reply) || !reply.items) return reply;
  const isListOfSubcommands = reply.items.length > 0 && /^[a-z]+\|[a-z-]+$/.test(textOf(reply.items[0]));
  if (!isListOfSubcommands) return { ...reply, items: reply.items.map(inOrder) };
  const entries = reply.items.flatMap((name, at) =>
    at % 2 === 0 ? [[name, reply.items?.[at + 1]] as const] : [],
  );
  const kept = entries
    .filter(([name]) => !missing.has(textOf(name)))
    .sort(([one], [other]) => (textOf(one) < textOf(other) ? -1 : 1));
  return { ...reply, items: kept.flatMap(([name, docs]) => (docs ? [name, docs] : [name])) };
}

const itemsOf = (reply: RawReply): readonly RawReply[] => ('items' in reply ? (reply.items ?? []) : []);
const textOf = (reply: RawReply | undefined): string => (reply && 'text' in reply ? (reply.text ?? '') : '');
