import { expect } from 'chai';
import { recordSettings } from '../../lib/settings/record-settings.js';

describe('recordSettings', () => {
  it('finds a name in any case, the exact spelling first', () => {
    const settings = recordSettings({ orders: 'lower', Orders: 'exact' });
    expect(settings.get('Orders')).to.equal('exact');
    expect(settings.get('ORDERS')).to.equal('lower');
  });

  it('takes an empty text for a value, and undefined for none', () => {
    const settings = recordSettings({ empty: '', none: undefined, NONE: 'x' });
    expect(settings.get('empty')).to.equal('');
    expect(settings.get('none')).to.equal('x');
  });

  it('finds nothing that every object has', () => {
    for (const name of ['constructor', 'toString', '__proto__']) {
      expect(recordSettings({}).get(name)).to.equal(undefined);
    }
  });
});
