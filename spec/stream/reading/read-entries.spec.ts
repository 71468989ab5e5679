import { expect } from 'chai';
import { RawReply } from '../../../lib/redis/ioredis/replies/raw-reply.js';
import { StreamEntry } from '../../../lib/messages/stream-entry.js';
import { readClaimedEntries, readEntries } from '../../../lib/stream/reading/read-entries.js';

describe('readEntries', () => {
  const bytes = (text: string) => Buffer.from(text);
  const first = [bytes('1-0'), [bytes('a'), bytes('1'), bytes('a'), bytes('')]];
  const second = [bytes('2-0'), null];
  const entries = [
    new StreamEntry('k', '1-0', [
      [bytes('a'), bytes('1')],
      [bytes('a'), bytes('')],
    ]),
    // An entry that was deleted meanwhile has no fields any more.
    new StreamEntry('l', '2-0', []),
  ];

  const replies: [string, unknown, unknown[]][] = [
    ['nothing', null, []],
    ['an empty reply', [], []],
    [
      'pairs that are nested (RESP2)',
      [
        [bytes('k'), [first]],
        [bytes('l'), [second]],
      ],
      entries,
    ],
    ['pairs that lie flat (RESP3)', [bytes('k'), [first], bytes('l'), [second]], entries],
    ['a stream without entries', [[bytes('k'), []]], []],
  ];
  for (const [what, reply, expected] of replies) {
    it(`reads ${what}`, () => expect(readEntries(reply)).to.deep.equal(expected));
  }

  const raw = (text: string): RawReply => new RawReply(bytes(text), 0, true, 1);
  const one = '*2\r\n$3\r\n1-0\r\n*4\r\n$1\r\na\r\n$1\r\n1\r\n$1\r\na\r\n$0\r\n\r\n';

  for (const [what, text] of [
    ['RESP2', `*2\r\n*2\r\n$1\r\nk\r\n*1\r\n${one}*2\r\n$1\r\nl\r\n*1\r\n*2\r\n$3\r\n2-0\r\n*-1\r\n`],
    ['RESP3', `%2\r\n$1\r\nk\r\n*1\r\n${one}$1\r\nl\r\n*1\r\n*2\r\n$3\r\n2-0\r\n_\r\n`],
  ] as const) {
    it(`reads an undecoded reply: ${what}`, () => {
      expect(readEntries(raw(text))).to.deep.equal(entries);
    });
  }

  it('reads what looks different as if it had been decoded', () => {
    const [entry] = readEntries(raw(`*1\r\n*2\r\n:7\r\n*1\r\n${one}`));
    expect(entry).to.deep.equal(new StreamEntry('7', '1-0', entries[0]!.fields));
    const numbered = readEntries(raw(`*1\r\n*2\r\n$1\r\nk\r\n*1\r\n${one.replace('$3\r\n1-0', ':7')}`));
    expect(numbered).to.deep.equal([new StreamEntry('k', '7', entries[0]!.fields)]);
  });

  it('reads what was claimed, without what was deleted meanwhile', () => {
    const claimed = [new StreamEntry('k', '1-0', entries[0]!.fields, 3)];
    expect(readClaimedEntries([first, null], 'k', 3)).to.deep.equal(claimed);
    expect(readClaimedEntries(raw(`*1\r\n${one}`), 'k', 3)).to.deep.equal(claimed);
    expect(readClaimedEntries(raw(`*2\r\n${one}*-1\r\n`), 'k', 3)).to.deep.equal(claimed);
  });

  it('reads texts that are not ASCII, and bytes that are no text', () => {
    const [name, value] = [bytes('größe'), Buffer.from([0, 255, 13, 10])];
    const reply = Buffer.concat([
      bytes('*1\r\n*2\r\n$7\r\nbefehlé\r\n*1\r\n*2\r\n$3\r\n1-0\r\n*2\r\n$7\r\n'.replace('$7', '$8')),
      ...[name, bytes('\r\n$4\r\n'), value, bytes('\r\n')],
    ]);
    const [entry] = readEntries(new RawReply(reply, 0, true, 1));
    expect(entry).to.deep.equal(new StreamEntry('befehlé', '1-0', [[name, value]]));
  });

  it('makes a name once that follows itself, and no other', () => {
    const entry = (id: string, name: string): string =>
      `*2\r\n$3\r\n${id}\r\n*2\r\n$${name.length}\r\n${name}\r\n$1\r\nv\r\n`;
    const text = ['a', 'a', 'b', 'bc', 'a'].map((name, index) => entry(`${index}-0`, name)).join('');
    const read = readEntries(raw(`*1\r\n*2\r\n$1\r\nk\r\n*5\r\n${text}`));
    expect(read.map(({ fields }) => String(fields[0]?.[0]))).to.deep.equal(['a', 'a', 'b', 'bc', 'a']);
    expect(read[1]?.fields[0]?.[0]).to.equal(read[0]?.fields[0]?.[0]);
    expect(read.map((each) => each.toModel().message)).to.deep.equal(
      ['a', 'a', 'b', 'bc', 'a'].map((name) => `{"${name}":"v"}`),
    );
  });
});
