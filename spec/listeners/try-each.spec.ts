import { expect } from 'chai';
import { tryEach } from '../../lib/listeners/try-each.js';
import { RedisReplyError } from '../../lib/redis/errors/redis-reply-error.js';

describe('tryEach', () => {
  const wrong = new RedisReplyError('WRONGTYPE Operation against a key');
  const closed = new Error('Connection is closed.');

  /** What it throws where these fail, and which had their turn. */
  async function tried(failures: Record<string, Error>): Promise<[thrown: unknown, turns: string[]]> {
    const turns: string[] = [];
    const thrown: unknown = await tryEach(['a', 'b', 'c'], (key) => {
      turns.push(key);
      return failures[key] ? Promise.reject(failures[key]) : Promise.resolve();
    }).catch((error: unknown) => error);
    return [thrown, turns];
  }

  it('throws nothing where all is well', async () => {
    expect(await tried({})).to.deep.equal([undefined, ['a', 'b', 'c']]);
  });

  it('throws what is wrong with one key when all have had their turn', async () => {
    const other = new RedisReplyError('NOPERM No permissions to access a key');
    expect(await tried({ a: wrong, c: other })).to.deep.equal([wrong, ['a', 'b', 'c']]);
  });

  it('throws at once what concerns all', async () => {
    expect(await tried({ a: wrong, b: closed })).to.deep.equal([closed, ['a', 'b']]);
  });
});
