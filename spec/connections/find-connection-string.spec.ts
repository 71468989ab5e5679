import { expect } from 'chai';
import { findConnectionString } from '../../lib/connections/find-connection-string.js';
import { environmentSettings } from '../../lib/settings/environment-settings.js';
import { recordSettings } from '../../lib/settings/record-settings.js';

describe('findConnectionString', () => {
  const inOrder = [
    'ConnectionStrings:AzureWebJobsOrders',
    'AzureWebJobsOrders',
    'ConnectionStrings:Orders',
    'Orders',
  ];

  for (const [index, name] of inOrder.entries()) {
    it(`finds ${name} as number ${index + 1}`, () => {
      const settings = recordSettings(Object.fromEntries(inOrder.slice(index).map((each) => [each, each])));
      expect(findConnectionString('Orders', settings)).to.equal(name);
    });
  }

  it('finds names in any case, and with "__" in the environment', () => {
    const settings = environmentSettings({ CONNECTIONSTRINGS__ORDERS: 'h:1' });
    expect(findConnectionString('orders', settings)).to.equal('h:1');
  });

  it('passes over what is blank', () => {
    const settings = recordSettings({ AzureWebJobsOrders: '  ', Orders: 'h:1' });
    expect(findConnectionString('Orders', settings)).to.equal('h:1');
  });

  it('finds nothing where nothing is set', () => {
    expect(findConnectionString('Orders', recordSettings({ Other: 'h:1' }))).to.equal(undefined);
  });
});
