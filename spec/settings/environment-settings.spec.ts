import { expect } from 'chai';
import { environmentSettings } from '../../lib/settings/environment-settings.js';

describe('environmentSettings', () => {
  it('finds a name as it is, in any case', () => {
    const settings = environmentSettings({ REDIS_ORDERS: 'h:1', 'a:b': 'colon' });
    expect(settings.get('redis_orders')).to.equal('h:1');
    expect(settings.get('A:B')).to.equal('colon');
  });

  it('finds a name with ":" written as "__"', () => {
    const settings = environmentSettings({ CONNECTIONSTRINGS__ORDERS: 'h:1', A__B__C: 'deep' });
    expect(settings.get('ConnectionStrings:Orders')).to.equal('h:1');
    expect(settings.get('a:b:c')).to.equal('deep');
  });

  it('prefers the name as it is', () => {
    expect(environmentSettings({ 'a:b': '1', a__b: '2' }).get('a:b')).to.equal('1');
  });

  it('takes an empty variable for one that is not set', () => {
    const settings = environmentSettings({ empty: '', 'a:b': '', a__b: '2' });
    expect(settings.get('empty')).to.equal(undefined);
    expect(settings.get('a:b')).to.equal('2');
  });

  it('reads the environment of this process', () => {
    process.env.SPEC_OF_SETTINGS = 'here';
    try {
      expect(environmentSettings().get('spec_of_settings')).to.equal('here');
    } finally {
      delete process.env.SPEC_OF_SETTINGS;
    }
    expect(environmentSettings().get('spec_of_settings')).to.equal(undefined);
  });
});
