import { expect } from 'chai';
import { Redis } from 'ioredis';
import { systemTime } from '../../../lib/testing/fake/clock/system-time.js';
import { commandTable } from '../../../lib/testing/fake/commands/all-commands.js';
import { Dispatcher } from '../../../lib/testing/fake/commands/dispatcher.js';
import { Engine } from '../../../lib/testing/fake/engine/engine.js';
import { Faults } from '../../../lib/testing/fake/faults/faults.js';
import { Session } from '../../../lib/testing/fake/fronts/session.js';
import { Scripts } from '../../../lib/testing/fake/scripts/scripts.js';
import { FakeRedis } from '../../../lib/testing/fake/fake-redis.js';
import { exchange } from './support.js';

const engineOptions = {
  version: '7.0',
  clock: systemTime,
  databases: 1,
  password: undefined,
  scripts: new Scripts(),
  commands: commandTable(7),
} as const;

/** A connection from this address that sends PING. */
function connectFrom(remote: string, engine: Engine): { sent: () => string; wasEnded: () => boolean } {
  let sent = '';
  let wasEnded = false;
  const transport = {
    write: (bytes: string) => void (sent += bytes),
    end: () => void (wasEnded = true),
    destroy: () => undefined,
  };
  const address = { remote, local: '192.0.2.1:6379' };
  const faults = new Faults(engine.clients);
  const session = new Session(engine, new Dispatcher(engine, commandTable(7)), faults, transport, address);
  session.receive(Buffer.from('PING\r\n'));
  return { sent: () => sent, wasEnded: () => wasEnded };
}

describe('FakeRedis over TCP', () => {
  let fake: FakeRedis;
  let port: number;

  beforeEach(async () => {
    fake = new FakeRedis();
    ({ port } = await fake.listen(0));
  });

  afterEach(() => fake.close());

  const errors: Readonly<Record<string, readonly [sent: string, answered: string]>> = {
    'a count that is no number': ['*abc\r\n', '-ERR Protocol error: invalid multibulk length\r\n'],
    'too many arguments': ['*2147483648\r\n', '-ERR Protocol error: invalid multibulk length\r\n'],
    'an argument without a length': ['*1\r\nPING\r\n', "-ERR Protocol error: expected '$', got 'P'\r\n"],
    'a negative length': ['*1\r\n$-5\r\n', '-ERR Protocol error: invalid bulk length\r\n'],
    'a bulk of more than 512 MB': ['*1\r\n$536870913\r\n', '-ERR Protocol error: invalid bulk length\r\n'],
    'an endless inline request': ['x'.repeat(70_000), '-ERR Protocol error: too big inline request\r\n'],
    'an open quote': ['get "abc\r\n', '-ERR Protocol error: unbalanced quotes in request\r\n'],
    'an endless count': [`*${'1'.repeat(70_000)}`, '-ERR Protocol error: too big mbulk count string\r\n'],
  };

  for (const [title, [sent, answered]] of Object.entries(errors)) {
    it(`answers ${title} with Redis' own protocol error, closes, and lives on`, async () => {
      expect(await exchange(port, [sent])).to.equal(answered);
      expect(await exchange(port, ['PING\r\n'], (text) => text.endsWith('\r\n'))).to.equal('+PONG\r\n');
    });
  }

  it('waits for the rest of a request that comes in pieces', async () => {
    const pieces = [
      '*',
      '3\r\n$3\r\nSE',
      'T\r\n$1\r\nk\r\n$5\r',
      '\nhel',
      'lo\r\n*2\r\n$3\r\nGET\r\n$1\r\nk\r',
      '\n',
    ];
    const replies = await exchange(port, pieces, (text) => text.endsWith('hello\r\n'));
    expect(replies).to.equal('+OK\r\n$5\r\nhello\r\n');
  });

  it('survives half a request and a lost connection', async () => {
    const socket = exchange(port, ['*2\r\n$3\r\nGE'], () => true);
    fake.restart({ keepData: true });
    await Promise.race([socket, exchange(port, ['PING\r\n'], (text) => text.endsWith('\r\n'))]);
    expect(await exchange(port, ['PING\r\n'], (text) => text.endsWith('\r\n'))).to.equal('+PONG\r\n');
    fake.restart({ keepData: true });
    await socket;
  });

  it('takes inline requests, empty ones too', async () => {
    const replies = await exchange(port, ['\r\n*0\r\nset "a b" \'c\'\r\nget "a b"\r\n'], (text) =>
      text.endsWith('c\r\n'),
    );
    expect(replies).to.equal('+OK\r\n$1\r\nc\r\n');
  });

  it('keeps keys and values of any bytes', async () => {
    const client = new Redis(port);
    const key = Buffer.from([0, 255, 13, 10, 128]);
    await client.set(key, key);
    expect(await client.getBuffer(key)).to.deep.equal(key);
    await client.set('käse', 'größe');
    expect(await client.get('käse')).to.equal('größe');
    client.disconnect();
  });

  it('runs nothing of what a web page sends: it closes the connection at POST and at Host:', async () => {
    const forms = ['POST / HTTP/1.1\r\n', 'GET / HTTP/1.1\r\n', 'PING\r\nPOST\r\n'];
    for (const form of forms) {
      expect(await exchange(port, [`${form}Host: 127.0.0.1\r\n\r\nRPUSH orders x\r\n`])).to.equal('');
    }
    const client = new Redis(port);
    expect(await client.exists('orders')).to.equal(0);
    client.disconnect();
  });

  describe('for a client that comes from another machine', () => {
    const denied = /^-DENIED Redis is running in protected mode [^]*\r\n$/;

    for (const remote of ['192.0.2.7:40000', '2001:db8::7:40000', '::ffff:192.0.2.7:40000']) {
      it(`${remote} is turned away without a password`, () => {
        const { sent, wasEnded } = connectFrom(remote, new Engine(engineOptions));
        expect(sent()).to.match(denied);
        expect(wasEnded()).to.equal(true);
      });
    }

    for (const remote of ['127.0.0.1:40000', '127.8.9.10:40000', '::1:40000', '::ffff:127.0.0.1:40000']) {
      it(`${remote} is this machine`, () => {
        expect(connectFrom(remote, new Engine(engineOptions)).sent()).to.equal('+PONG\r\n');
      });
    }

    it('is served where there is a password, or where protected mode is off', () => {
      const guarded = new Engine({ ...engineOptions, password: 'secret' });
      expect(connectFrom('192.0.2.7:40000', guarded).sent()).to.equal('-NOAUTH Authentication required.\r\n');
      const open = new Engine(engineOptions);
      open.config.set('protected-mode', 'no');
      expect(connectFrom('192.0.2.7:40000', open).sent()).to.equal('+PONG\r\n');
    });
  });

  it('limits what a connection may send before it has authenticated', async () => {
    await using closed = new FakeRedis({ password: 'secret' });
    const { port: closedPort } = await closed.listen(0);
    expect(await exchange(closedPort, ['*11\r\n'])).to.equal(
      '-ERR Protocol error: unauthenticated multibulk length\r\n',
    );
    expect(await exchange(closedPort, ['*1\r\n$16385\r\n'])).to.equal(
      '-ERR Protocol error: unauthenticated bulk length\r\n',
    );
  });
});
