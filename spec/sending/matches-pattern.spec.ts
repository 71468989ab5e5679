import { expect } from 'chai';
import { matchesPattern } from '../../lib/sending/matches-pattern.js';
import { matchesGlob } from '../../lib/testing/fake/engine/glob.js';

const bytes = (text: string): string => Buffer.from(text).toString('latin1');

describe('matchesPattern', () => {
  it('says what Redis would say, as the fake does, which is compared with Redis', () => {
    const pieces = [
      'a',
      'b',
      '*',
      '**',
      '?',
      '[ab]',
      '[^a]',
      '[a-c]',
      '[c-a]',
      '[',
      ']',
      '\\*',
      '\\',
      '-',
      'ä',
      '.',
      '\n',
    ];
    const channels = [
      '',
      'a',
      'b',
      'ab',
      'ba',
      'a*',
      '*',
      'c',
      'ä',
      'aä',
      '[',
      ']',
      'a]',
      '-',
      '\\',
      '.',
      'a\nb',
      'abc',
    ];
    const patterns = pieces.flatMap((first) =>
      pieces.flatMap((second) => ['', 'b', '*', '?', ']'].map((third) => `${first}${second}${third}`)),
    );
    for (const pattern of patterns) {
      for (const channel of channels) {
        const expected = matchesGlob(bytes(pattern), bytes(channel));
        expect(matchesPattern(pattern, channel), `${pattern} of ${channel}`).to.equal(expected);
      }
    }
  });
});
