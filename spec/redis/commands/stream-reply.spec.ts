import { expect } from 'chai';
import { idAfter } from '../../../lib/redis/commands/stream-reply.js';

describe('idAfter', () => {
  const largest = '18446744073709551615';

  it('is the next sequence number, also beyond what a number can hold', () => {
    expect(idAfter('5-0')).to.equal('5-1');
    expect(idAfter('5-9007199254740993')).to.equal('5-9007199254740994');
  });

  it('is the next millisecond after the largest sequence number, and nothing after the last id of all', () => {
    expect(idAfter(`5-${largest}`)).to.equal('6-0');
    expect(idAfter(`${largest}-${largest}`)).to.equal(undefined);
  });
});
