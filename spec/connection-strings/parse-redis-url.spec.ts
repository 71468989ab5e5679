import { expect } from 'chai';
import { parseConnectionString } from '../../lib/connection-strings/parse-connection-string.js';
import { refusalOf } from './refusal-of.js';

const parse = (text: string) => parseConnectionString(text, 'orders');
const plain = { endpoints: [{ host: 'h', port: 6379 }], tls: false };

describe('a Redis URL', () => {
  it('has user, password, host, port and database', () => {
    expect(parse('rediss://user:p%40ss@host:6380/2')).to.deep.equal({
      endpoints: [{ host: 'host', port: 6380 }],
      tls: true,
      username: 'user',
      password: 'p@ss',
      database: 2,
    });
  });

  const cases: [string, object][] = [
    ['redis://h', plain],
    ['redis://h/', plain],
    ['redis://@h', plain],
    ['redis://:@h', plain],
    ['redis://h/0', { ...plain, database: 0 }],
    ['redis://h?db=3', { ...plain, database: 3 }],
    ['redis://h/3?db=3', { ...plain, database: 3 }],
    ['rediss://h', { ...plain, tls: true }],
    ['redis://h?tls=yes', { ...plain, tls: true }],
    ['rediss://h?tls=1', { ...plain, tls: true }],
    ['redis://:p@h', { ...plain, password: 'p' }],
    ['redis://u:p:q@h', { ...plain, username: 'u', password: 'p:q' }],
    ['redis://:a+b%20c@h', { ...plain, password: 'a+b c' }],
    ['redis://:a,b@h', { ...plain, password: 'a,b' }],
    ['redis://[::1]', { endpoints: [{ host: '::1', port: 6379 }], tls: false }],
    [
      'redis://:p@[2001:db8::1]:7000',
      { endpoints: [{ host: '2001:db8::1', port: 7000 }], tls: false, password: 'p' },
    ],
    [
      'redis://name.redis.cache.windows.net:6380',
      { endpoints: [{ host: 'name.redis.cache.windows.net', port: 6380 }], tls: false },
    ],
    ['redis-cluster://h', { ...plain, cluster: true }],
    [
      'rediss-cluster://u:p@a:1,b,A:1',
      {
        endpoints: [
          { host: 'a', port: 1 },
          { host: 'b', port: 6379 },
        ],
        cluster: true,
        tls: true,
        username: 'u',
        password: 'p',
      },
    ],
    ['unix:///run/redis.sock', { endpoints: [{ path: '/run/redis.sock' }], tls: false }],
    [
      'unix://u:p@/run/my%20redis.sock?db=2',
      { endpoints: [{ path: '/run/my redis.sock' }], tls: false, username: 'u', password: 'p', database: 2 },
    ],
    [
      'redis://h?clientName=a%26b&CONNECTTIMEOUT=50&tlsServerName=s&',
      { ...plain, tlsServerName: 's', clientName: 'a&b', connectTimeoutInMs: 50 },
    ],
  ];
  for (const [text, description] of cases) {
    it(`is understood: ${text}`, () => {
      expect(parse(text)).to.deep.equal(description);
    });
  }

  for (const text of [
    'redis://:p@ss/w=@host',
    'redis://:p@ss@host',
    'redis://:p/ss@host',
    'redis://:p?ss@host',
    'redis://:p#ss@host',
    'redis://:pss@host#x',
    'redis://host/0?clientName=a@b',
  ]) {
    it(`is refused as ambiguous, with the remedy: ${text}`, () => {
      const error = refusalOf(text);
      expect(error.message).to.match(/it is unclear what the password is|with a "#"/);
      expect(error.remedy).to.match(/^Percent-encode .*"@" is %40/);
    });
  }

  const refused: [string, RegExp][] = [
    ['redis://', /host is not valid/],
    ['redis://:6379', /host is not valid/],
    ['redis://host:xx', /port is not a number/],
    ['redis://host:70000', /port is not from 1 to 65535/],
    ['redis://::1:6379', /IPv6 address without brackets/],
    ['redis://[::1]x:6379', /host is not valid/],
    ['redis://secret@host', /not user:password/],
    ['redis://user:@host', /not user:password/],
    ['redis://:p%zz@host', /"%" in its password/],
    ['redis://:p%ff@host', /"%" in its password/],
    ['redis://h/x', /not the number of a database/],
    ['redis://h/-1', /not the number of a database/],
    ['redis://h/1/2', /not the number of a database/],
    ['redis://h/1?db=2', /two databases/],
    ['rediss://h?tls=no', /rediss:\/\/ URL with "tls" off/],
    ['redis://h?tls=maybe', /neither true nor false/],
    ['redis://h?tls', /"tls" without a value/],
    ['redis://h?db=1&db=2', /"db" twice/],
    ['redis://h:1,h:2', /comma after the host/],
    ['redis://h:1,password=secret', /comma after the host/],
    [
      'redis://h?family=6',
      /unknown keyword "family".*The keywords are clientName, connectTimeout, db, tls, tlsServerName/,
    ],
    ['redis://h?connecttimout=6', /Did you mean "connectTimeout"\?/],
    ['redis://h?s3cret', /unknown keyword \(item 1 of the query\)/],
    ['unix://host/run/redis.sock', /with a host/],
    ['unix:///', /without a path/],
    ['redis-sentinel://h', /another scheme/],
  ];
  for (const [text, message] of refused) {
    it(`is refused: ${text}`, () => {
      expect(refusalOf(text).message)
        .to.match(message)
        .and.not.match(/s3?ecret@|s3cret/);
    });
  }
});
