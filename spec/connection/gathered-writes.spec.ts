import { Writable } from 'node:stream';
import { expect } from 'chai';
import { GatheredWrites } from '../../lib/connection/gathered-writes.js';
import { nextTick } from '../../lib/time/real-timers.js';

describe('GatheredWrites', () => {
  let written: string[];
  let stream: Writable;
  let writes: GatheredWrites;

  beforeEach(() => {
    written = [];
    const note = (chunks: { chunk: Buffer }[], done: () => void): void => {
      written.push(chunks.map(({ chunk }) => String(chunk)).join(''));
      done();
    };
    stream = new Writable({
      write: (chunk: Buffer, _encoding, done) => note([{ chunk }], done),
      writev: (chunks, done) => note(chunks, done),
    });
    writes = new GatheredWrites();
  });

  function write(text: string): void {
    writes.holdBack(stream);
    stream.write(text);
  }

  it('writes what came in one turn of the event loop at once, at its end', async () => {
    write('one ');
    write('two');
    expect(writes.size).to.equal(2);
    expect(written).to.deep.equal([]);
    await new Promise<void>(nextTick);
    expect(written).to.deep.equal(['one two']);
    expect(writes.size).to.equal(0);
    expect(writes.count).to.equal(1);
  });

  it('writes earlier when it is told to, and the rest at the end of the turn', async () => {
    write('first half');
    writes.writeNow();
    expect(written).to.deep.equal(['first half']);
    write('second ');
    write('half');
    await new Promise<void>(nextTick);
    expect(written).to.deep.equal(['first half', 'second half']);
  });

  it('goes on with the stream of the next connection', async () => {
    write('lost with its connection');
    stream.destroy();
    writes.writeNow();
    const other: string[] = [];
    const next = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        other.push(String(chunk));
        done();
      },
    });
    writes.holdBack(next);
    next.write('anew');
    await new Promise<void>(nextTick);
    expect(other).to.deep.equal(['anew']);
  });
});
