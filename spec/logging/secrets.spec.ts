import { expect } from 'chai';
import { Secrets } from '../../lib/logging/secrets.js';

function scrub(text: string, ...secrets: (string | undefined)[]): string {
  const known = new Secrets();
  secrets.forEach((secret) => known.add(secret));
  return known.scrub(text);
}

describe('Secrets.scrub', () => {
  const cases: [string, string, string[]][] = [
    ['takes a secret out, each time', 'a *** and ***', ['sesame']],
    ['takes out nothing that is not known', 'a sesame and sesame', []],
  ];
  for (const [what, scrubbed, secrets] of cases) {
    it(what, () => expect(scrub('a sesame and sesame', ...secrets)).to.equal(scrubbed));
  }

  it('takes out all of a secret that contains another', () => {
    expect(scrub('sesame-street', 'sesame', 'sesame-street')).to.equal('***');
    expect(scrub('sesame-street', 'street', 'sesame-street')).to.equal('***');
  });

  it('takes out the form that a URL or a quoted text gives it', () => {
    expect(scrub('redis://:p%40ss%2Fword@h', 'p@ss/word')).to.equal('redis://:***@h');
    expect(scrub(JSON.stringify({ password: 'a"b\\c' }), 'a"b\\c')).to.equal('{"password":"***"}');
  });

  it('is not misled by the special characters of patterns', () => {
    expect(scrub('a.*b $& (x', 'a.*b', '$&', '(x')).to.equal('*** *** ***');
    expect(scrub('aXXb', 'a.*b')).to.equal('aXXb');
  });

  it('takes out a very short secret where it stands alone, and leaves words whole', () => {
    expect(scrub('redis://:abc@host said abc, not fabc or abcd', 'abc')).to.equal(
      'redis://:***@host said ***, not fabc or abcd',
    );
  });

  it('knows no empty secret', () => {
    expect(scrub('a text', '', undefined)).to.equal('a text');
  });
});

describe('Secrets that rotate', () => {
  it('are taken out while they are among the last eight, and fixed ones always', () => {
    const secrets = new Secrets();
    secrets.add('fixed secret');
    const owner = {};
    for (let number = 1; number <= 9; number++) secrets.rotate(owner, `secret ${number}`);
    expect(secrets.scrub('secret 2, secret 9, fixed secret')).to.equal('***, ***, ***');
    expect(secrets.scrub('secret 1')).to.equal('secret 1');
  });
});
