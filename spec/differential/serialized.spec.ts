import { expect } from 'chai';
import { splitInlineArguments } from '../../lib/testing/fake/resp/inline-arguments.js';
import { canCompare, profile } from './opponents.js';
import { openClientPair, type ClientPair } from './client-pair.js';
import type { RawClient } from './raw-client.js';
import { showReply, showSorted } from './raw-reply.js';
import { serializedValues, views } from './serialized-values.js';

(canCompare ? describe : describe.skip)('Fake Redis beside real Redis: DUMP and RESTORE', () => {
  let pair: ClientPair;
  let real: RawClient;
  let simulated: RawClient;

  before(async () => {
    pair = await openClientPair(profile);
    ({ real, simulated } = pair);
  });

  after(() => pair.close());

  beforeEach(() => Promise.all([real, simulated].map((client) => client.call('flushall'))));

  for (const [title, commands] of Object.entries(serializedValues)) {
    it(`moves ${title} from one to the other`, async () => {
      for (const client of [real, simulated]) for (const command of commands) await send(client, command);
      const shown = await look(real, real);
      for (const [from, to] of [
        [real, simulated],
        [simulated, real],
        [simulated, simulated],
      ] as const) {
        const payload = textOf(await from.call('dump', 'k'));
        expect(await to.call('restore', 'k', '0', payload, 'replace')).to.deep.equal({
          sign: '+',
          text: 'OK',
        });
        expect(await look(to, real)).to.deep.equal(shown);
      }
    });
  }

  const library = "#!lua name=l\nredis.register_function('f', function() return 1 end)";

  (Number(profile) >= 7 ? it : it.skip)('moves libraries of functions from one to the other', async () => {
    for (const from of [real, simulated]) {
      await from.call('function', 'load', library);
      const payload = textOf(await from.call('function', 'dump'));
      await Promise.all([real, simulated].map((client) => client.call('function', 'flush')));
      for (const step of [
        ['function', 'restore', payload],
        ['fcall', 'f', '0'],
        ['function', 'list', 'withcode'],
        ['function', 'restore', payload],
        ['function', 'restore', payload, 'replace'],
        ['function', 'restore', payload, 'flush'],
        ['function', 'load', 'replace', library.replace("'f'", "'g'")],
        ['function', 'load', library.replace('name=l', 'name=other')],
        ['function', 'restore', payload, 'replace'],
        ['fcall', 'g', '0'],
        ['function', 'restore', payload, 'flush'],
        ['fcall', 'g', '0'],
        ['function', 'flush'],
      ]) {
        const [expected, actual] = [await real.call(...step), await simulated.call(...step)];
        expect(showReply(actual), step.join(' ')).to.equal(showReply(expected));
      }
    }
  });

  it('refuses what was changed on the way, bit by bit, or ends too early', async () => {
    await send(real, 'rpush k a b c');
    const payload = textOf(await real.call('dump', 'k'));
    for (let at = 0; at < payload.length; at++) {
      const changed =
        payload.slice(0, at) + String.fromCharCode(payload.charCodeAt(at) ^ 1) + payload.slice(at + 1);
      for (const wrong of [changed, payload.slice(0, at)]) {
        const [expected, actual] = await Promise.all(
          [real, simulated].map((client) => client.call('restore', 'other', '0', wrong)),
        );
        expect(actual).to.deep.equal(expected);
      }
    }
  });
});

/** Sends a command line; its reply has to be no error. */
async function send(client: RawClient, line: string): Promise<void> {
  const reply = await client.call(...(splitInlineArguments(line) ?? []));
  expect(reply.sign, showReply(reply)).to.not.equal('-');
}

/** All of the value; a set and a hash in any order. `guide` knows of which type it is. */
async function look(client: RawClient, guide: RawClient): Promise<string[]> {
  const type = textOf(await guide.call('type', 'k'));
  const encoding = showReply(await client.call('object', 'encoding', 'k'));
  const lines = [withoutMoment(`${showReply(await client.call('type', 'k'))} ${encoding}`)];
  for (const view of views[type] ?? []) {
    const reply = await client.call(...view.split(' '));
    const shown = type === 'set' || type === 'hash' ? showSorted(reply) : showReply(reply);
    lines.push(withoutMoment(`${view} → ${shown}`));
  }
  return lines;
}

/** How a real tree has grown, since when an entry is pending, and whether a text was changed since it was made. */
const withoutMoment = (text: string): string =>
  text
    .replace(/(\$"radix-tree-(?:keys|nodes)") :"\d+"/g, '$1')
    .replace(/(\$"\d+-\d+" \$"c\d") :"\d+"/g, '$1')
    .replace('"embstr"', '"raw"');

function textOf(reply: Awaited<ReturnType<RawClient['call']>>): string {
  if (!('text' in reply) || typeof reply.text !== 'string') throw new Error(`no text: ${showReply(reply)}`);
  return reply.text;
}
