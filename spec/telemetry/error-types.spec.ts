import { expect } from 'chai';
import { ErrorTypes, errorType } from '../../lib/telemetry/metrics/error-types.js';

describe('The type of an error', () => {
  it('is its code, or else its name', () => {
    expect(errorType({ name: 'TypeError' })).to.equal('TypeError');
    expect(errorType({ name: 'Error', code: 'ECONNREFUSED' })).to.equal('ECONNREFUSED');
  });

  it('is never a text that may hold anything', () => {
    expect(errorType({ name: 'Error', code: 'order 4711 is gone' })).to.equal('Error');
    expect(errorType({ name: 'of order 4711' })).to.equal('_OTHER');
    expect(errorType({ name: 'x'.repeat(81) })).to.equal('_OTHER');
    expect(errorType({ name: '' })).to.equal('_OTHER');
  });

  it('is one of fifty, for metrics', () => {
    const types = new ErrorTypes();
    const seen = new Set(Array.from({ length: 200 }, (_, index) => types.of({ name: `Error${index}` })));
    expect(seen.size).to.equal(51);
    expect(types.of({ name: 'Error0' })).to.equal('Error0');
    expect(types.of({ name: 'Error199' })).to.equal('_OTHER');
  });
});
