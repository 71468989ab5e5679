import { expect } from 'chai';
import { deadLetterFields, type DeadLetterFacts } from '../../lib/dead-letters/dead-letter-fields.js';
import { ChannelMessage } from '../../lib/messages/channel-message.js';
import type { RawMessage } from '../../lib/messages/raw-message.js';
import { StreamEntry } from '../../lib/messages/stream-entry.js';
import { element, published } from '../support/messages.js';

const binary = Buffer.from([0xff, 0x00]);
const facts: DeadLetterFacts = {
  functionId: 'Orders.onOrder',
  failure: { status: 'failed', reason: 'handler-failed', error: new Error('x'), attempts: 3 },
  error: { name: 'Error', message: 'x', stack: 'the stack' },
  at: new Date(Date.UTC(2024, 0, 2)),
};

const known = (kind: string, source: string | Buffer, more: unknown[] = []) => [
  ...['functionId', 'Orders.onOrder', 'kind', kind, 'source', source, ...more],
  ...['reason', 'handler-failed', 'errorName', 'Error', 'errorMessage', 'x', 'errorStack', 'the stack'],
  ...['attempts', 3, 'failedAt', '2024-01-02T00:00:00.000Z'],
];

describe('the fields of a dead letter', () => {
  const cases: [string, RawMessage, unknown[]][] = [
    ['a list element', element(binary, 'list'), [...known('list', 'list'), 'body', binary]],
    ['an empty element', element('', 'list'), [...known('list', 'list'), 'body', Buffer.alloc(0)]],
    [
      'a published message',
      published(binary, 'news'),
      [...known('pubsub', Buffer.from('news')), 'body', binary],
    ],
    [
      'a message of a channel whose name is no text',
      new ChannelMessage(binary.toString(), binary, '*', binary),
      [...known('pubsub', binary), 'body', binary],
    ],
    [
      'a stream entry, with binary names and repeated fields',
      new StreamEntry(
        's',
        '5-1',
        [
          [binary, binary],
          [Buffer.from('a'), Buffer.from('1')],
          [Buffer.from('a'), Buffer.from('2')],
        ],
        4,
      ),
      [
        ...known('stream', 's', ['entryId', '5-1', 'deliveryCount', 4]),
        ...[Buffer.concat([Buffer.from('field:'), binary]), binary],
        ...[Buffer.from('field:a'), Buffer.from('1'), Buffer.from('field:a'), Buffer.from('2')],
      ],
    ],
  ];
  for (const [what, message, fields] of cases) {
    it(`say what is known, then hold ${what} byte for byte`, () => {
      expect(deadLetterFields(message, facts)).to.deep.equal(fields);
    });
  }

  it('have an empty stack where there is none', () => {
    const fields = deadLetterFields(element(), { ...facts, error: { name: 'NonError', message: 'x' } });
    expect(fields[fields.indexOf('errorStack') + 1]).to.equal('');
  });
});
