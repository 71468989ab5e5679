import { expect } from 'chai';
import { StreamEntry } from '../../lib/messages/stream-entry.js';
import { entry } from '../support/messages.js';

describe('the message of a stream entry', () => {
  const cases: [string[], string][] = [
    [['a', 'b', 'c', 'd'], '{"a":"b","c":"d"}'],
    [['a', '1', 'b', 'x', 'a', '2'], '{"a":["1","2"],"b":"x"}'],
    [['b', '1', '2', 'x', '1', 'y'], '{"b":"1","2":"x","1":"y"}'],
    [['', ''], '{"":""}'],
    [['quote"', 'line\nbreak'], '{"quote\\"":"line\\nbreak"}'],
    [['__proto__', 'x'], '{"__proto__":"x"}'],
    [['ключ', 'значение'], '{"ключ":"значение"}'],
    [[], '{}'],
    [['traceparent', '00-x'], '{}'],
    [
      ['a', 'b', 'traceparent', '00-x', 'tracestate', 'y=1', 'traceparents', 'c'],
      '{"a":"b","traceparents":"c"}',
    ],
    [
      ['Traceparent', '1', 'tracestats', '2', 'tomato', '3'],
      '{"Traceparent":"1","tracestats":"2","tomato":"3"}',
    ],
  ];
  for (const [flat, json] of cases) {
    it(`is ${json} for the fields ${JSON.stringify(flat)}`, () => {
      const model = entry(...flat).toModel();
      expect(model.message).to.equal(json);
      expect(model.trigger).to.equal('k');
    });
  }
});

describe('a stream entry', () => {
  it('gives the first value of a field in bytes, and undefined for none', () => {
    const bytes = Buffer.from([0xff]);
    const message = new StreamEntry('k', '1-0', [
      [Buffer.from('a'), bytes],
      [Buffer.from('a'), Buffer.from('second')],
      [Buffer.from('empty'), Buffer.alloc(0)],
    ]);
    expect(message.value('a')).to.equal(bytes);
    expect(message.value('empty')).to.have.length(0);
    expect(message.value('b')).to.equal(undefined);
  });

  it('has the fields in which the context of a trace travels, which its model leaves out', () => {
    const message = entry('traceparent', '00-x', 'a', 'b');
    expect(message.value('traceparent')?.toString()).to.equal('00-x');
    expect(message.fields).to.have.length(2);
  });
});
