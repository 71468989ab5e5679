import { expect } from 'chai';
import { intervalInMs } from '../../../lib/functions/options/interval-text.js';

describe('the text of an interval', () => {
  for (const [text, expected] of [
    ['00:00:10', 10_000],
    ['01:02:03', 3_723_000],
    ['1:02:03', 3_723_000],
    ['00:00:00.25', 250],
    ['2.00:00:01', 172_801_000],
    ['00:00:00', 0],
  ] as const) {
    it(`${text} is ${expected} ms`, () => expect(intervalInMs(text)).to.equal(expected));
  }

  for (const written of [
    '24:00:00',
    '00:60:00',
    '00:00:60',
    '10',
    '00:10',
    '',
    'soon',
    10,
    -1,
    undefined,
    null,
  ]) {
    it(`${JSON.stringify(written) ?? 'undefined'} stays as it is`, () =>
      expect(intervalInMs(written)).to.equal(written));
  }
});
