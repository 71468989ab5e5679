import { expect } from 'chai';
import { heldKey, isElementField } from '../../../lib/list/at-least-once/held-key.js';

describe('heldKey', () => {
  it('lies in the slot of its list', () => {
    expect(heldKey('orders')).to.equal('{orders}:held');
  });

  it('is another key for each list of a hash tag', () => {
    expect(heldKey('{t}:a')).to.equal('{t}:a:held');
    expect(heldKey('b{t}')).to.equal('b{t}:held');
  });

  it('tells elements from what else is in it', () => {
    const elements = ['abc12.1.0', 'abc12.10.3/def.1.2/4'];
    expect(elements.filter(isElementField)).to.deep.equal(elements);
    const others = ['consumers', 'born', 'until', 'backs', 'lease:abc', 'last:abc', 'alone:abc', 'back:86f7'];
    expect(others.filter(isElementField)).to.deep.equal([]);
  });
});
