import { expect } from 'chai';
import fc from 'fast-check';
import { InFlightMap } from '../../../lib/listeners/window/in-flight-map.js';

describe('InFlightMap', () => {
  it('keeps what a Map keeps, in its order, also when it is made anew', () => {
    const keys = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 30 })), {
      minLength: 2_000,
      maxLength: 4_000,
    });
    fc.assert(
      fc.property(keys, (steps) => {
        const transit = new InFlightMap<number, number>();
        const map = new Map<number, number>();
        for (const [index, [isSet, key]] of steps.entries()) {
          if (isSet) {
            transit.set(key, index);
            map.set(key, index);
          } else expect(transit.delete(key)).to.equal(map.delete(key));
          expect(transit.size).to.equal(map.size);
          expect(transit.get(key)).to.equal(map.get(key));
        }
        expect([...transit.values()]).to.deep.equal([...map.values()]);
      }),
      { numRuns: 20 },
    );
  });

  it('keeps thousands', () => {
    const transit = new InFlightMap<number, number>();
    for (let index = 0; index < 5_000; index++) transit.set(index, index);
    expect(transit.size).to.equal(5_000);
    expect([...transit.values()].at(-1)).to.equal(4_999);
  });
});
