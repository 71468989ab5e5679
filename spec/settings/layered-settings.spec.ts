import { expect } from 'chai';
import { layeredSettings } from '../../lib/settings/layered-settings.js';
import { recordSettings } from '../../lib/settings/record-settings.js';

describe('layeredSettings', () => {
  const settings = layeredSettings(
    recordSettings({ a: '1', b: '' }),
    recordSettings({ A: '2', b: '2', c: '2' }),
  );

  it('asks its sources in order, and the first that has the setting answers', () => {
    expect(['a', 'b', 'c', 'd'].map((name) => settings.get(name))).to.deep.equal(['1', '', '2', undefined]);
  });

  it('has no settings without sources', () => {
    expect(layeredSettings().get('a')).to.equal(undefined);
  });
});
