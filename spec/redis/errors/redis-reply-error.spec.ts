import { expect } from 'chai';
import { asReplyError, isReply, RedisReplyError } from '../../../lib/redis/errors/redis-reply-error.js';

describe('RedisReplyError', () => {
  it('knows the word that it begins with', () => {
    const prefixes = [
      'WRONGTYPE Operation against a key',
      'ERR no such key',
      'NOAUTH',
      'something else',
      '',
    ].map((message) => new RedisReplyError(message).prefix);
    expect(prefixes).to.deep.equal(['WRONGTYPE', 'ERR', 'NOAUTH', '', '']);
  });

  it('is told by its prefix, or by the words behind ERR in any case', () => {
    const error = new RedisReplyError('ERR Unknown Command `X`');
    expect(isReply(error, 'NOGROUP', 'ERR')).to.equal(true);
    expect(isReply(error, 'ERR unknown command')).to.equal(true);
    expect(isReply(error, 'ERR no such key')).to.equal(false);
    expect(isReply(new RedisReplyError('WRONGTYPEX'), 'WRONGTYPE')).to.equal(false);
    expect(isReply(new RedisReplyError('said otherwise', { prefix: 'NOPERM' }), 'NOPERM')).to.equal(true);
  });

  it('is nothing but a reply, whatever another error says', () => {
    expect(isReply(new Error('WRONGTYPE of something'), 'WRONGTYPE')).to.equal(false);
    expect(isReply('WRONGTYPE', 'WRONGTYPE')).to.equal(false);
  });

  it("comes from ioredis' errors without their arguments, which may be a password", () => {
    const fromIoredis = Object.assign(new Error('WRONGPASS invalid'), {
      name: 'ReplyError',
      command: { args: ['secret'] },
    });
    const error = asReplyError(fromIoredis);
    expect(error).to.be.instanceOf(RedisReplyError);
    expect(error).to.have.property('prefix', 'WRONGPASS');
    expect(error).not.to.have.property('command');
    expect(error.cause).to.equal(undefined);
    const other = new Error('Connection is closed.');
    expect(asReplyError(other)).to.equal(other);
    expect(asReplyError('text').message).to.equal('text');
  });
});
