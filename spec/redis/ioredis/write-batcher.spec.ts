import { Writable } from 'node:stream';
import { expect } from 'chai';
import type { Redis } from 'ioredis';
import { WriteBatcher } from '../../../lib/redis/ioredis/write-batcher.js';
import { nextTick } from '../../../lib/time/real-timers.js';

describe('WriteBatcher', () => {
  let written: string[];
  let redis: { stream: Redis['stream'] };
  let writes: WriteBatcher;

  /** A socket that notes each write to the system. */
  function socket(note: (text: string) => void): Redis['stream'] {
    const write = (chunks: { chunk: Buffer }[], done: () => void): void => {
      note(chunks.map(({ chunk }) => String(chunk)).join(''));
      done();
    };
    return new Writable({
      write: (chunk: Buffer, _encoding, done) => write([{ chunk }], done),
      writev: (chunks, done) => write(chunks, done),
    }) as Redis['stream'];
  }

  beforeEach(() => {
    written = [];
    redis = { stream: socket((text) => written.push(text)) };
    writes = new WriteBatcher({ redis });
  });

  it('writes what came in one turn of the event loop at once, at its end', async () => {
    writes.write('one ');
    writes.write('two');
    expect(writes.size).to.equal(2);
    expect(written).to.deep.equal([]);
    await new Promise<void>(nextTick);
    expect(written).to.deep.equal(['one two']);
    expect(writes.size).to.equal(0);
    expect(writes.count).to.equal(1);
  });

  it('writes earlier when it is told to, and the rest at the end of the turn', async () => {
    writes.write('first half');
    writes.writeNow();
    expect(written).to.deep.equal(['first half']);
    writes.write('second ');
    writes.write('half');
    await new Promise<void>(nextTick);
    expect(written).to.deep.equal(['first half', 'second half']);
  });

  it('keeps texts and bytes in their order, in one write', async () => {
    for (const piece of ['one ', Buffer.from('two '), Buffer.from('three '), 'four ', 'five'])
      writes.write(piece);
    await new Promise<void>(nextTick);
    expect(written).to.deep.equal(['one two three four five']);
  });

  it('writes nothing where nothing is held back', () => {
    writes.writeNow();
    expect(writes.count).to.equal(0);
    expect(written).to.deep.equal([]);
  });

  it('loses what its connection was ended under, and goes on with the next', async () => {
    const other: string[] = [];
    writes.write('lost with its connection');
    redis.stream.on('error', () => expect.fail('written to an ended connection'));
    redis.stream.end();
    redis.stream = socket((text) => other.push(text));
    await new Promise<void>(nextTick);
    writes.write('anew');
    await new Promise<void>(nextTick);
    expect(written).to.deep.equal([]);
    expect(other).to.deep.equal(['anew']);
  });
});
