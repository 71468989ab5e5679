import { expect } from 'chai';
import { readRedirection } from '../../../lib/redis/cluster/redirection.js';
import { RedisReplyError } from '../../../lib/redis/errors/redis-reply-error.js';

describe('readRedirection', () => {
  const read = (message: string): unknown => readRedirection(new RedisReplyError(message), 'asked');

  it('reads where a node sends a command', () => {
    expect(read('MOVED 3999 127.0.0.1:6381')).to.deep.equal({
      kind: 'MOVED',
      slot: 3999,
      address: { host: '127.0.0.1', port: 6381 },
    });
    expect(read('ASK 1 2001:db8::1:6381')).to.deep.equal({
      kind: 'ASK',
      slot: 1,
      address: { host: '2001:db8::1', port: 6381 },
    });
  });

  it('takes the host that was asked where none is given', () => {
    expect(read('MOVED 1 :6381')).to.deep.include({ address: { host: 'asked', port: 6381 } });
  });

  it('reads nothing else', () => {
    expect(read('ERR MOVED 1 a:1')).to.equal(undefined);
    expect(read('TRYAGAIN Multiple keys request during rehashing of slot')).to.equal(undefined);
    expect(readRedirection('MOVED 1 a:1', 'asked')).to.equal(undefined);
  });
});
