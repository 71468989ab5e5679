import { expect } from 'chai';
import { allFaults } from './all-faults.js';

describe('the faults of the matrix', () => {
  it('are each tried on a kind of trigger at least, in the short runs', () => {
    for (const { shortOn, notOn, name } of allFaults) {
      expect(shortOn, name).to.not.deep.equal([]);
      for (const kind of shortOn) expect(notOn ?? {}, name).to.not.have.property(kind);
    }
  });
});
