import { expect } from 'chai';
import fc from 'fast-check';
import { inspect } from 'node:util';
import { RedisTriggersError } from '../../lib/errors/redis-triggers-error.js';
import { connectionLabel } from '../../lib/connection-strings/connection-label.js';
import { parseConnectionString } from '../../lib/connection-strings/parse-connection-string.js';
import { refusalOf } from './refusal-of.js';

const parse = (text: string) => parseConnectionString(text, 'orders');

/** Everything of an error that somebody could print. */
function everyText(error: RedisTriggersError): string {
  return [
    error.message,
    error.remedy,
    error.stack,
    inspect(error, { depth: 5 }),
    JSON.stringify(error),
  ].join();
}

describe('parseConnectionString', () => {
  it('takes host:port for the smallest connection string', () => {
    expect(parse('127.0.0.1:6379')).to.deep.equal({
      endpoints: [{ host: '127.0.0.1', port: 6379 }],
      tls: false,
    });
  });

  it('takes a URL by its scheme, in any case and with space around it', () => {
    expect(parse(' REDISS://h:1 ')).to.deep.equal({ endpoints: [{ host: 'h', port: 1 }], tls: true });
  });

  for (const text of ['', '  ', ',', ' , ,']) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      expect(refusalOf(text).message).to.match(/is empty|has no endpoint/);
    });
  }

  it('says where the string stands and how to write one', () => {
    const error = refusalOf('http://user:topsecret@host');
    expect(error.place).to.equal('orders');
    expect(error.message).to.equal(
      'orders: the connection string is a URL of another scheme. Use redis://, rediss://, redis-cluster:// or unix://. [CONNECTION_STRING_INVALID]',
    );
  });

  describe('with any password', () => {
    const password = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 });

    it('reads it back from a URL', () => {
      fc.assert(
        fc.property(password, password, (username, secret) => {
          const url = `rediss://${encodeURIComponent(username)}:${encodeURIComponent(secret)}@host:6380/2`;
          expect(parse(url)).to.deep.equal({
            endpoints: [{ host: 'host', port: 6380 }],
            tls: true,
            username,
            password: secret,
            database: 2,
          });
        }),
      );
    });

    it('reads it back from the StackExchange.Redis syntax, where it has no comma and no space around it', () => {
      const expressible = password
        .map((each) => each.replaceAll(',', '=').trim())
        .filter((each) => each !== '');
      fc.assert(
        fc.property(expressible, (secret) => {
          expect(parse(`host:6379,user=u,password=${secret},ssl=true`)).to.deep.equal({
            endpoints: [{ host: 'host', port: 6379 }],
            tls: true,
            username: 'u',
            password: secret,
          });
        }),
      );
    });

    it('never shows it in an error or a label, wherever in a string it stands', () => {
      const secret = fc
        .string({ unit: fc.constantFrom(...'Zq9#@/?%=,:&+![]$ .-'.split('')), minLength: 4, maxLength: 20 })
        .map((each) => `Zq9${each}9qZ`);
      const frame = fc.constantFrom(
        ...[
          'redis://:_@host',
          'redis://u:_@host:xx',
          'redis://_@host',
          'redis://:_',
          'redis://h/_',
          'redis://h?_=1',
        ],
        ...[
          'rediss://u:_@host/x',
          'redis://h?password=_',
          'unix://:_@/run/s',
          'ftp://_@h',
          'redis://h?tls=_',
        ],
        ...[
          'h:1,password=_',
          'h:1,password=_,flibble=1',
          'h:1,_=',
          'h:1,=_',
          'h:1,passwrod=_',
          'h:_',
          '$X=_,h:1',
        ],
        ...[
          'h:1,ssl=_',
          'h:1,connectTimeout=_',
          'h:1,password=a,password=_',
          'h:1,user=u:_@h',
          'u:_@h:1',
          ':_@h',
        ],
        ...[
          'h:1,proxy=_',
          'h:1,tunnel=_',
          'h:1,channelPrefix=_',
          'h:1,defaultDatabase=_',
          'h:1,sentinelPassword=_',
        ],
      );
      fc.assert(
        fc.property(frame, secret, (text, value) => {
          try {
            const label = connectionLabel(parse(text.replace('_', () => value)));
            if (/password|:_@/.test(text)) expect(label).to.not.include(value);
          } catch (error) {
            if (!(error instanceof RedisTriggersError)) throw error;
            expect(everyText(error)).to.not.include(value);
            expect(everyText(error)).to.not.include('Zq9');
            expect(everyText(error)).to.not.include('9qZ');
          }
        }),
        { numRuns: 2000 },
      );
    });
  });

  it('answers or refuses any text at all, and throws nothing else', () => {
    const pieces = fc.array(
      fc.oneof(
        fc.constantFrom(
          'redis://',
          'unix://',
          'h',
          ':',
          '6379',
          ',',
          '=',
          '@',
          '/',
          '?',
          '#',
          '%',
          '[',
          ']',
          '!',
          '$',
        ),
        fc.constantFrom('ssl=', 'password=', 'constructor=', '__proto__=', '?db=', '&toString=1', '::1', ' '),
        fc.string({ unit: 'binary', maxLength: 4 }),
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(pieces, (parts) => {
        try {
          expect(parse(parts.join('')).endpoints.length).to.be.greaterThan(0);
        } catch (error) {
          expect(error).to.have.property('code', 'CONNECTION_STRING_INVALID');
        }
      }),
      { numRuns: 2000 },
    );
  });
});
