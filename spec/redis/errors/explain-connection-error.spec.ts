import { expect } from 'chai';
import { explainConnectionError, isRefusal } from '../../../lib/redis/errors/explain-connection-error.js';
import { readOwnError } from '../../../lib/redis/ioredis/own-errors.js';
import { RedisTriggersError } from '../../../lib/errors/redis-triggers-error.js';

const facts = { connection: 'redis', usesTls: false };

function codeOf(message: string, code?: string, more: object = {}): string | undefined {
  const error = Object.assign(new Error(message), code !== undefined && { code });
  const explained = explainConnectionError(error, { ...facts, ownError: readOwnError(error), ...more });
  return explained instanceof RedisTriggersError ? explained.code : undefined;
}

describe('explainConnectionError', () => {
  it('knows what Node.js says of certificates', () => {
    for (const code of [
      'SELF_SIGNED_CERT_IN_CHAIN',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      'CERT_HAS_EXPIRED',
      'ERR_TLS_CERT_ALTNAME_INVALID',
      'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
      'EPROTO',
    ])
      expect(codeOf('said by Node.js', code), code).to.equal('TLS_FAILED');
  });

  it('takes an attempt that timed out for a matter of TLS only where there is TLS', () => {
    expect(codeOf('connect ETIMEDOUT', 'ETIMEDOUT', { usesTls: true })).to.equal('TLS_FAILED');
    expect(codeOf('connect ETIMEDOUT', 'ETIMEDOUT')).to.equal(undefined);
  });

  it('keeps what Redis says to whom it refuses', () => {
    const refusal = new Error('ERR max number of clients reached');
    const explained = explainConnectionError(refusal, facts);
    expect(explained).to.include({ code: 'HANDSHAKE_FAILED' });
    expect(explained.message).to.include('ERR max number of clients reached').and.include('maxclients');
    expect(codeOf('DENIED Redis is running in protected mode')).to.equal('HANDSHAKE_FAILED');
  });

  it('takes a reset for a failed handshake only before the connection is ready', () => {
    expect(codeOf('read ECONNRESET', 'ECONNRESET', { isHandshake: true })).to.equal('HANDSHAKE_FAILED');
    expect(codeOf('read ECONNRESET', 'ECONNRESET')).to.equal(undefined);
  });

  it('has one code for a client certificate that is missing, whether the alert or the reset is seen', () => {
    const alert = 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED';
    expect(codeOf('said by OpenSSL', alert, { usesTls: true })).to.equal('HANDSHAKE_FAILED');
    for (const reset of ['ECONNRESET', 'EPIPE'])
      expect(codeOf('cut off', reset, { usesTls: true, isHandshake: true })).to.equal('HANDSHAKE_FAILED');
  });

  it('leaves what it does not know as it is', () => {
    expect(codeOf('connect ECONNREFUSED 127.0.0.1:1', 'ECONNREFUSED')).to.equal(undefined);
    expect(codeOf('ERR DB index is out of range')).to.equal(undefined);
  });

  it('quotes the error and drops it, for it may carry a password', () => {
    const error = Object.assign(new Error('WRONGPASS invalid'), { command: { args: ['secret'] } });
    const explained = explainConnectionError(error, facts);
    expect(isRefusal(explained)).to.equal(true);
    expect(explained.message).to.include('(WRONGPASS invalid)');
    expect(explained.cause).to.equal(undefined);
  });
});
