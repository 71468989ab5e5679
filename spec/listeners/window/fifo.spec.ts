import { expect } from 'chai';
import fc from 'fast-check';
import { Fifo } from '../../../lib/listeners/window/fifo.js';

describe('Fifo', () => {
  it('gives back in order what was put in, like an array', () => {
    const steps = fc.array(fc.constantFrom('push', 'push', 'shift', 'drain'), { maxLength: 200 });
    fc.assert(
      fc.property(steps, (all) => {
        const fifo = new Fifo<number>();
        const array: number[] = [];
        for (const [index, step] of all.entries()) {
          if (step === 'push') {
            fifo.push(index);
            array.push(index);
          } else if (step === 'shift') expect(fifo.shift()).to.equal(array.shift());
          else expect(fifo.drain()).to.deep.equal(array.splice(0));
          expect(fifo.size).to.equal(array.length);
        }
      }),
    );
  });

  it('does the same with thousands', () => {
    const fifo = new Fifo<number>();
    for (let index = 0; index < 5_000; index++) fifo.push(index);
    for (let index = 0; index < 4_000; index++) {
      expect(fifo.shift()).to.equal(index);
      fifo.push(5_000 + index);
    }
    expect(fifo.drain()).to.deep.equal(Array.from({ length: 5_000 }, (_, index) => 4_000 + index));
    expect(fifo.shift()).to.equal(undefined);
  });
});
