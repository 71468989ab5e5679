import { expect } from 'chai';
import { processingKeys } from '../../lib/list/at-least-once/processing-keys.js';

describe('processingKeys', () => {
  it('lie in the slot of their list', () => {
    const { leases, suspects, heldBy } = processingKeys('orders', 'Orders.on');
    expect([leases, suspects, heldBy('me')]).to.deep.equal([
      '{orders}:consumers:Orders.on',
      '{orders}:suspects:Orders.on',
      '{orders}:processing:Orders.on:me',
    ]);
  });

  it('are other keys for each list of a hash tag', () => {
    expect(processingKeys('{t}:a', 'f').leases).to.equal('{t}:a:consumers:f');
    expect(processingKeys('b{t}', 'f').leases).to.equal('b{t}:consumers:f');
  });
});
