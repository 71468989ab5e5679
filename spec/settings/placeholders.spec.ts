import { expect } from 'chai';
import fc from 'fast-check';
import { resolvePlaceholders } from '../../lib/settings/placeholders.js';
import { recordSettings } from '../../lib/settings/record-settings.js';

describe('resolvePlaceholders', () => {
  const settings = recordSettings({
    name: 'orders',
    region: 'eu',
    nested: '%name%',
    dollar: '$&$1',
    empty: '',
  });
  const cases: [string, string][] = [
    ['plain', 'plain'],
    ['%name%', 'orders'],
    ['%NAME%', 'orders'],
    ['%region%:%name%', 'eu:orders'],
    ['%region%%name%', 'euorders'],
    ['a%%b', 'a%%b'],
    ['%%%name%', '%%orders'],
    ['%%name%%', '%%name%%'],
    ['50%', '50%'],
    ['%name% at 50%', 'orders at 50%'],
    ['%nested%', '%name%'],
    ['%dollar%', '$&$1'],
    ['a%empty%b', 'ab'],
    ['', ''],
  ];
  for (const [text, resolved] of cases) {
    it(`makes "${resolved}" of "${text}"`, () => {
      expect(resolvePlaceholders(text, settings)).to.deep.equal({ text: resolved, unknown: [] });
    });
  }

  it('lists the names that no setting has, each once, and leaves them as they are', () => {
    expect(resolvePlaceholders('%x%-%name%-%y%-%x%', settings)).to.deep.equal({
      text: '%x%-orders-%y%-%x%',
      unknown: ['x', 'y'],
    });
  });

  it('changes nothing in a text where no name is known', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('%', 'a', ' ') }), (text) => {
        expect(resolvePlaceholders(text, recordSettings({})).text).to.equal(text);
      }),
    );
  });
});
