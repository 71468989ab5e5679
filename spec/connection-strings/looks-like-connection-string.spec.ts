import { expect } from 'chai';
import { looksLikeConnectionString } from '../../lib/connection-strings/looks-like-connection-string.js';

describe('looksLikeConnectionString', () => {
  for (const text of [
    '127.0.0.1',
    'h:1',
    'a,b',
    'ssl=1',
    'redis://h',
    '!x',
    '[x',
    'localhost',
    'LocalHost',
    '/x',
  ]) {
    it(`is true of "${text}"`, () => {
      expect(looksLikeConnectionString(text)).to.equal(true);
    });
  }

  for (const text of ['redisLocalhost', 'REDIS_CONNECTION', 'my-redis', 'redis1', '']) {
    it(`is false of "${text}", which is the name of a setting`, () => {
      expect(looksLikeConnectionString(text)).to.equal(false);
    });
  }
});
