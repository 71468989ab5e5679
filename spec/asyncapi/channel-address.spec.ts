import { expect } from 'chai';
import { channelAddress } from '../../lib/asyncapi/channel-address.js';

describe('the address of a channel', () => {
  it('is the key', () => {
    expect(channelAddress(['orders:new'])).to.deep.equal({ address: 'orders:new' });
  });

  it('has a parameter for each setting, and one for each hash tag, whose braces stay', () => {
    const { address, parameters } = channelAddress(['{shop}:%region%:%region%']);
    expect(address).to.equal('{shop}:{region}:{region_2}');
    expect(parameters).to.deep.equal({
      shop: { description: 'A hash tag, whose braces are part of the key.', enum: ['{shop}'] },
      region: { description: 'The setting "region".' },
      region_2: { description: 'The setting "region".' },
    });
  });

  it('has one parameter for a hash tag that holds a setting', () => {
    expect(channelAddress(['{%Shop:Region%}'])).to.deep.equal({
      address: '{ShopRegion}',
      parameters: {
        ShopRegion: {
          description: 'A hash tag, whose braces are part of the key. %name% is the setting of that name.',
          examples: ['{%Shop:Region%}'],
        },
      },
    });
  });

  it('names what has no name', () => {
    expect(channelAddress(['{}a%%b']).address).to.equal('{braces}a%%b');
  });

  it('is a parameter where there are several keys', () => {
    expect(channelAddress(['a', 'b'])).to.deep.equal({
      address: '{key}',
      parameters: { key: { description: 'One of the keys.', enum: ['a', 'b'] } },
    });
    expect(channelAddress(['a', '%b%']).parameters?.key).to.have.deep.property('examples', ['a', '%b%']);
  });
});
