import { expect } from 'chai';
import { parseConnectionString } from '../../lib/connection-strings/parse-connection-string.js';
import { stackExchangeKeywords } from '../../lib/connection-strings/stack-exchange-keywords.js';
import { refusalOf } from './refusal-of.js';

const parse = (text: string) => parseConnectionString(text, 'orders');

describe('the StackExchange.Redis syntax', () => {
  describe('endpoints', () => {
    const cases: [string, unknown[]][] = [
      ['localhost', [{ host: 'localhost', port: 6379 }]],
      ['localhost,ssl=true', [{ host: 'localhost', port: 6380 }]],
      ['[::1]:6379', [{ host: '::1', port: 6379 }]],
      ['[::1]', [{ host: '::1', port: 6379 }]],
      ['::1', [{ host: '::1', port: 6379 }]],
      ['!/run/redis.sock', [{ path: '/run/redis.sock' }]],
      ['!/run/a=b.sock', [{ path: '/run/a=b.sock' }]],
      ['my_redis-1.local.:7000', [{ host: 'my_redis-1.local.', port: 7000 }]],
      [
        'h:1,H:1, h:1 ,h:2',
        [
          { host: 'h', port: 1 },
          { host: 'h', port: 2 },
        ],
      ],
      ['h,h:6379', [{ host: 'h', port: 6379 }]],
      [',, h:1 ,,', [{ host: 'h', port: 1 }]],
      ['ssl=false,h:1', [{ host: 'h', port: 1 }]],
    ];
    for (const [text, endpoints] of cases) {
      it(`are ${JSON.stringify(endpoints)} in "${text}"`, () => {
        expect(parse(text).endpoints).to.deep.equal(endpoints);
      });
    }

    for (const text of [
      'node7:xx',
      'node7:',
      'node7:6379x',
      'node7:0',
      'node7:65536',
      'node7:-1',
      ':63791',
      '[::7',
    ]) {
      it(`are refused in "${text}", by their position`, () => {
        const { message } = refusalOf(`good:1,${text}`);
        expect(message).to.include('(item 2)').and.not.include(text);
      });
    }

    for (const text of [
      '[host]:1',
      '!',
      '!@abstract',
      'a b:1',
      'user:pass@host:1',
      '/run/redis.sock',
      '=x',
    ]) {
      it(`are refused in "${text}"`, () => {
        expect(refusalOf(text).message).to.include('(item 1)');
      });
    }

    it('are not taken from the rest of a password with a comma', () => {
      const error = refusalOf('host:6379,password=abc,hunter2');
      expect(error.message).to.include('(item 3)').and.not.include('hunter2');
      expect(error.remedy).to.include('%2C');
    });
  });

  describe('TLS', () => {
    const cases: [string, boolean][] = [
      ['name.redis.cache.windows.net:6380', true],
      ['NAME.Redis.Cache.Windows.NET:6380', true],
      ['name.redis.cache.windows.net:6379', false],
      ['name.redis.cache.windows.net', false],
      ['name.redis.cache.windows.net,ssl=true', true],
      ['name.redis.cache.windows.net:6380,ssl=false', false],
      ['name.redis.azure.net:10000', true],
      ['name.westeurope.redis.azure.net:10000', true],
      ['name.redis.azure.net:10000,ssl=no', false],
      ['name.redisenterprise.cache.azure.net:10000', true],
      ['redis.azure.net.example.org:10000', false],
      ['example.org:6380', false],
      ...['yes', '1', 'true', 'on', 'YES', 'True', 'On'].map((word): [string, boolean] => [
        `h:1,ssl=${word}`,
        true,
      ]),
      ...['no', '0', 'false', 'off', 'NO', 'False'].map((word): [string, boolean] => [
        `h:1,SSL = ${word}`,
        false,
      ]),
    ];
    for (const [text, tls] of cases) {
      it(`is ${tls ? 'on' : 'off'} for "${text}"`, () => {
        expect(parse(text).tls).to.equal(tls);
      });
    }

    it('takes the ports that StackExchange.Redis takes for an Azure host without one', () => {
      expect(parse('n.redis.cache.windows.net').endpoints).to.deep.include({
        host: 'n.redis.cache.windows.net',
        port: 6379,
      });
      expect(parse('n.redis.azure.net').endpoints).to.deep.include({ host: 'n.redis.azure.net', port: 6380 });
    });

    it('refuses any other word', () => {
      const error = refusalOf('h:1,ssl=maybe');
      expect(error.message).to.include('"ssl"').and.not.include('maybe');
      expect(error.remedy).to.include('true, yes, on, 1');
    });
  });

  it('takes everything after the first "=" for the value', () => {
    expect(parse('name.redis.cache.windows.net:6380,password=a=b==')).to.deep.equal({
      endpoints: [{ host: 'name.redis.cache.windows.net', port: 6380 }],
      tls: true,
      password: 'a=b==',
    });
  });

  it('reads every keyword that has an effect, in any case', () => {
    const text =
      'h:1, USER = u ,password=p,defaultdatabase=2,Name=n,sslHost=s,ssl=on,connectTimeout=1500,keepAlive=30';
    expect(parse(text)).to.deep.equal({
      endpoints: [{ host: 'h', port: 1 }],
      tls: true,
      tlsServerName: 's',
      username: 'u',
      password: 'p',
      database: 2,
      clientName: 'n',
      connectTimeoutInMs: 1500,
      keepAliveInMs: 30_000,
    });
  });

  it('takes a keyword without a value for one that is not given', () => {
    const text =
      'h:1,user=,password=,name=,sslHost=,serviceName=,channelPrefix=,tunnel=,proxy=None,keepAlive=-1';
    expect(parse(text)).to.deep.equal({ endpoints: [{ host: 'h', port: 1 }], tls: false });
  });

  describe('Sentinel', () => {
    it('is what serviceName says, at port 26379', () => {
      expect(parse('s1,s2:5000,serviceName=mymaster')).to.deep.equal({
        endpoints: [
          { host: 's1', port: 26_379 },
          { host: 's2', port: 5000 },
        ],
        serviceName: 'mymaster',
        tls: false,
      });
    });

    const redis = 's1,serviceName=m,user=u,password=p';
    const cases: [string, object][] = [
      [redis, { sentinelUsername: 'u', sentinelPassword: 'p' }],
      [`${redis},sentinelPassword=q`, { sentinelUsername: 'u', sentinelPassword: 'q' }],
      [`${redis},sentinelUser=v,sentinelPassword=q`, { sentinelUsername: 'v', sentinelPassword: 'q' }],
      [`${redis},sentinelUser=,sentinelPassword=q`, { sentinelPassword: 'q' }],
      [`${redis},sentinelPassword=`, {}],
    ];
    for (const [text, account] of cases) {
      it(`is told ${JSON.stringify(account)} with "${text}"`, () => {
        const { sentinelUsername, sentinelPassword } = parse(text);
        expect({
          ...(sentinelUsername && { sentinelUsername }),
          ...(sentinelPassword && { sentinelPassword }),
        }).to.deep.equal(account);
      });
    }
  });

  describe('keywords', () => {
    it('with no effect are accepted, whatever their value', () => {
      for (const [keyword, treatment] of Object.entries(stackExchangeKeywords)) {
        if (treatment !== 'no effect') continue;
        expect(parse(`h:1,${keyword}=x,${keyword}=y`)).to.deep.equal(parse('h:1'));
      }
    });

    for (const item of [
      'channelPrefix=a:',
      'proxy=twemproxy',
      'tunnel=http:p:8080',
      '$CONFIG=cfg',
      '$KEYS=',
    ]) {
      it(`such as ${item} are refused, since to ignore them would change the meaning`, () => {
        expect(refusalOf(`h:1,${item}`).remedy).to.match(/^Remove it, and /);
      });
    }

    it('that are unknown are named, with a list of those there are', () => {
      const error = refusalOf('127.0.0.1:6379,password=s3cret,flibble=1');
      expect(error.message).to.include('the unknown keyword "flibble"').and.not.include('s3cret');
      for (const [keyword, treatment] of Object.entries(stackExchangeKeywords)) {
        expect(error.remedy.includes(keyword)).to.equal(typeof treatment === 'string', keyword);
      }
    });

    const meant = {
      passwrod: 'password',
      username: 'user',
      tls: 'ssl',
      sssl: 'ssl',
      abortConect: 'abortConnect',
    };
    for (const [written, keyword] of Object.entries(meant)) {
      it(`that are nearly right get a suggestion: ${written}`, () => {
        const error = refusalOf(`h:1,${written}=s3cret`);
        expect(error.message).to.include(`Did you mean "${keyword}"?`).and.not.include('s3cret');
      });
    }

    it('that are a key pasted without "password=" are not shown', () => {
      const error = refusalOf('name.redis.cache.windows.net:6380,AbC+d0/xyz=,ssl=True');
      expect(error.message).to.include('an unknown keyword (item 2)').and.not.include('AbC');
    });

    it('may be repeated with the same value only', () => {
      expect(parse('h:1,password=a,password=a').password).to.equal('a');
      const error = refusalOf('h:1,password=first,Password=second');
      expect(error.message)
        .to.include('"password" twice')
        .and.not.match(/first|second/);
    });

    for (const item of [
      'connectTimeout=abc',
      'connectTimeout=0',
      'defaultDatabase=-1',
      'defaultDatabase=1.5',
      'keepAlive=',
    ]) {
      it(`with a number refuse "${item}"`, () => {
        expect(refusalOf(`h:1,${item}`).message).to.include(
          `"${item.split('=')[0]}" with a value that is not`,
        );
      });
    }

    it('refuse a user without a password, whom no client would tell Redis', () => {
      expect(refusalOf('h:1,user=u').message).to.include('"user" without "password"');
      expect(refusalOf('h:1,serviceName=m,sentinelUser=u').message).to.include('"sentinelUser" without');
    });
  });
});
