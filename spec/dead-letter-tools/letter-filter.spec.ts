import { expect } from 'chai';
import { filterProblem, matchesAll, parseFilter } from '../../lib/dead-letter-tools/letter-filter.js';
import type { FunctionDescriptor } from '../../lib/functions/function-descriptor.js';
import type { DeadLetter } from '../../lib/messages/dead-letter.js';
import { ListElement } from '../../lib/messages/list-element.js';
import type { RawMessage } from '../../lib/messages/raw-message.js';
import { StreamEntry } from '../../lib/messages/stream-entry.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { classWith, describeOne } from '../support/describe-classes.js';

const onList = describeOne(classWith(RedisListTrigger({ connection: 'c', key: 'orders' })));
const onStream = describeOne(classWith(RedisStreamTrigger({ connection: 'c', key: 'orders' })));
const onField = describeOne(
  classWith(RedisStreamTrigger({ connection: 'c', key: 'orders', payloadField: 'json' })),
);

function letterWith(message: RawMessage): DeadLetter {
  const { kind } = message;
  const error = { name: 'TypeError', message: 'no stock' };
  const known = { key: 'letters', id: '9-1', functionId: 'F', kind, source: 'orders', reason: 'timed-out' };
  return { ...known, error, attempts: 3, failedAt: new Date(0), message };
}

function matches(text: string, message: RawMessage, descriptor: FunctionDescriptor): boolean {
  const filter = parseFilter(text);
  if (!filter) throw new Error(`${text} is no filter`);
  return matchesAll([filter], letterWith(message), descriptor);
}

describe('a filter of dead letters', () => {
  const element = new ListElement(
    'orders',
    Buffer.from('{"a":{"b":[{"c":true}]},"id":12345678901234567890,"t":"=x"}'),
  );
  const entry = new StreamEntry(
    'orders',
    '5-1',
    [
      ['id', '1'],
      ['tag', 'x'],
      ['tag', 'y'],
      ['json', '{"id":7,"by":{"name":"ada"}}'],
    ].map(([name = '', value = '']) => [Buffer.from(name), Buffer.from(value)] as const),
  );

  it('compares what every dead letter has', () => {
    for (const text of [
      'reason=timed-out',
      'error=TypeError',
      'error=no stock',
      'error=TypeError: no stock',
      'id=9-1',
      'source=orders',
      'attempts=3',
    ]) {
      expect(matches(text, element, onList), text).to.equal(true);
    }
    for (const text of ['reason=timed', 'error=stock', 'id=9', 'attempts=03', 'source=']) {
      expect(matches(text, element, onList), text).to.equal(false);
    }
  });

  it('compares what stands at a path of a JSON message', () => {
    for (const text of [
      'payload.a.b.0.c=true',
      'payload.id=12345678901234567890',
      'payload.t==x',
      'payload.a.b=[{"c":true}]',
    ]) {
      expect(matches(text, element, onList), text).to.equal(true);
    }
    for (const text of [
      'payload.a.c=undefined',
      'payload.id=12345678901234567000',
      'payload.constructor=x',
      'payload.t.0==',
    ]) {
      expect(matches(text, element, onList), text).to.equal(false);
    }
    expect(matches('payload.a=1', new ListElement('orders', Buffer.from('no JSON')), onList)).to.equal(false);
  });

  it('compares fields of an entry, each as often as it is there, and paths inside them', () => {
    for (const text of ['tag=x', 'tag=y', 'id=5-1', 'payload.id=1', 'payload.json.by.name=ada']) {
      expect(matches(text, entry, onStream), text).to.equal(true);
    }
    expect(matches('id=1', entry, onStream)).to.equal(false);
    expect(matches('payload.by.name=ada', entry, onField)).to.equal(true);
  });

  it('must match all of several', () => {
    const filters = ['tag=x', 'reason=timed-out', 'tag=z'].map((text) => ({
      field: '',
      value: '',
      ...parseFilter(text),
    }));
    expect(matchesAll(filters.slice(0, 2), letterWith(entry), onStream)).to.equal(true);
    expect(matchesAll(filters, letterWith(entry), onStream)).to.equal(false);
    expect(matchesAll([], letterWith(entry), onStream)).to.equal(true);
  });

  it('says where it can match nothing', () => {
    expect(filterProblem({ field: 'tag', value: 'x' }, onStream)).to.equal(undefined);
    expect(filterProblem({ field: 'payload.x', value: 'x' }, onList)).to.equal(undefined);
    expect(filterProblem({ field: 'tag', value: 'x' }, onList)).to.match(
      /^a dead letter of a list function has no field tag/,
    );
    expect(parseFilter('tag')).to.equal(undefined);
    expect(parseFilter('=x')).to.equal(undefined);
  });
});
