import { expect } from 'chai';
import { clipped } from '../../lib/errors/clipped.js';

describe('clipped', () => {
  it('leaves names as they are', () => {
    for (const name of ['', 'Orders.onOrder', 'x'.repeat(200)]) expect(clipped(name)).to.equal(name);
  });

  it('cuts what is longer, and says how long it was', () => {
    expect(clipped('x'.repeat(201))).to.equal(`${'x'.repeat(200)}… (201 characters)`);
  });

  it('cuts no character in two', () => {
    expect(clipped(`${'x'.repeat(199)}😀😀`)).to.equal(`${'x'.repeat(199)}… (203 characters)`);
  });
});
