import { expect } from 'chai';
import { bytesOf } from '../../lib/dead-letter-tools/letter-line.js';
import { parseLetterLine } from '../../lib/dead-letter-tools/parse-letter-line.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { classWith, describeOne } from '../support/describe-classes.js';

const onList = describeOne(
  classWith(RedisListTrigger({ connection: 'c', key: 'orders returns', name: 'F' })),
);
const onStream = describeOne(classWith(RedisStreamTrigger({ connection: 'c', key: 'orders', name: 'F' })));
const onPattern = describeOne(
  classWith(RedisPubSubTrigger({ connection: 'c', channel: 'news:*', name: 'F' })),
);

const listLine = {
  functionId: 'F',
  key: '{orders}:dead-letter:F',
  id: '1-1',
  kind: 'list',
  source: 'orders',
  body: 'x',
};
const streamLine = {
  ...listLine,
  kind: 'stream',
  body: undefined,
  entryId: '5-1',
  deliveryCount: 2,
  fields: [['a', 'b']],
};

function refusalOf(line: unknown, descriptor = onList): string {
  try {
    parseLetterLine(Buffer.isBuffer(line) ? line : Buffer.from(JSON.stringify(line)), descriptor);
    return 'none';
  } catch (error) {
    return (error as Error).message;
  }
}

describe('a line of an export', () => {
  it('is a message again', () => {
    const { key, id, message } = parseLetterLine(Buffer.from(JSON.stringify(listLine)), onList);
    expect({ key, id }).to.deep.equal({ key: '{orders}:dead-letter:F', id: '1-1' });
    expect(message).to.deep.include({ kind: 'list', key: 'orders', body: Buffer.from('x') });
    expect(refusalOf(streamLine, onStream)).to.equal('none');
    expect(
      refusalOf({ ...listLine, kind: 'pubsub', source: 'news:1', key: '{news:*}:dead-letter:F' }, onPattern),
    ).to.equal('none');
  });

  it('is refused where it is not one of this function', () => {
    const cases: readonly (readonly [line: unknown, refusal: RegExp])[] = [
      [[listLine], /^it is no JSON object$/],
      [Buffer.from([0x22, 0xff, 0x22]), /^it is not UTF-8$/],
      [Buffer.from('{'), /^it is no JSON \(/],
      [{ ...listLine, functionId: 'G' }, /^it is of the function "G", not of F$/],
      [{ ...listLine, kind: 'stream' }, /^its kind is "stream", but F is a list function$/],
      [{ ...listLine, id: 7 }, /^its id is 7, which is no id of a dead letter$/],
      [{ ...listLine, source: undefined }, /^its source is missing$/],
      [{ ...listLine, source: 'others' }, /^its source is "others", but F has orders, returns$/],
      [
        { ...listLine, source: 'returns' },
        /^its key is "\{orders\}:dead-letter:F", but the dead letters of its source are in \{returns\}:dead-letter:F$/,
      ],
      [{ ...listLine, body: 7 }, /^its body is neither a text nor/],
      [{ ...listLine, body: { base64: '?' } }, /^its body is neither a text nor/],
    ];
    for (const [line, refusal] of cases) expect(refusalOf(line)).to.match(refusal);
    for (const fields of [undefined, [], 'a']) {
      expect(refusalOf({ ...streamLine, fields }, onStream)).to.equal(
        'its fields are no array of pairs, or an empty one',
      );
    }
    for (const pair of ['ab', ['a'], ['a', 1], ['a', 'b', 'c'], { 0: 'a', 1: 'b' }]) {
      expect(refusalOf({ ...streamLine, fields: [['a', 'b'], pair] }, onStream)).to.match(
        /^its field 2 is no pair/,
      );
    }
  });

  it('takes bytes in both forms of base64, with and without padding', () => {
    expect(bytesOf({ base64: '/w==' })).to.deep.equal(Buffer.from([0xff]));
    expect(bytesOf({ base64: '/w' })).to.deep.equal(Buffer.from([0xff]));
    expect(bytesOf({ base64: '/w==', more: 1 })).to.equal(undefined);
    expect(bytesOf(null)).to.equal(undefined);
  });
});
