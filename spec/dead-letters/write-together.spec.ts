import { expect } from 'chai';
import { writeTogether } from '../../lib/dead-letters/write-together.js';
import type { RedisCommand } from '../../lib/redis/commands/command-sender.js';
import { RedisReplyError } from '../../lib/redis/errors/redis-reply-error.js';

const letter: RedisCommand = ['XADD', 'letters', '*', 'kind', 'stream'];
const look: RedisCommand = ['XPENDING', 'orders', 'group', '1-1', '1-1', 1, 'me'];
const ack: RedisCommand = ['XACK', 'orders', 'group', '1-1'];

describe('a dead letter and its acknowledgement', () => {
  let sent: string[];
  let transactions: RedisCommand[][];
  let answers: Record<string, () => unknown>;

  beforeEach(() => {
    sent = [];
    transactions = [];
    answers = { EVALSHA: () => Buffer.from('7-1'), XPENDING: () => [['1-1', 'me', 0, 1]], XLEN: () => 0 };
  });

  const noScripts = (): never => {
    throw new RedisReplyError("NOPERM User me has no permissions to run the 'evalsha' command");
  };

  function write(add = letter): Promise<string | undefined> {
    const client = {
      send: ([name]: RedisCommand): Promise<unknown> => {
        sent.push(name);
        return Promise.resolve().then(() => answers[name]?.());
      },
      transaction: (commands: readonly RedisCommand[]): Promise<unknown[]> => {
        transactions.push([...commands]);
        return Promise.resolve([Buffer.from('7-2'), 1]);
      },
    };
    return writeTogether(client, add, { look, commands: [ack] });
  }

  it('are one script', async () => {
    expect(await write()).to.equal('7-1');
    expect(sent).to.deep.equal(['EVALSHA']);
    expect(transactions).to.deep.equal([]);
  });

  it('are neither written where the script finds that the message is not this consumer’s', async () => {
    answers.EVALSHA = () => null;
    expect(await write()).to.equal(undefined);
  });

  it('are a transaction where the letter is too long for a script', async () => {
    const long = [...letter, ...Array.from({ length: 10_000 }, (_, index) => `${index}`)] as RedisCommand;
    expect(await write(long)).to.equal('7-2');
    expect(sent).to.deep.equal(['XPENDING', 'XLEN']);
    expect(transactions).to.deep.equal([[long, ack]]);
  });

  it('are a transaction where the user may run no scripts', async () => {
    answers.EVALSHA = noScripts;
    expect(await write()).to.equal('7-2');
    expect(transactions).to.deep.equal([[letter, ack]]);
  });

  it('are not tried in a transaction after any other failure', async () => {
    const failures = [
      new RedisReplyError("NOPERM No permissions to access a key used as an argument to 'xadd'"),
      new RedisReplyError("READONLY You can't write against a read only replica: 'evalsha'."),
      new Error('Connection is closed.'),
    ];
    for (const failure of failures) {
      answers.EVALSHA = () => {
        throw failure;
      };
      expect(await thrownBy(write())).to.equal(failure);
    }
    expect(transactions).to.deep.equal([]);
  });

  it('are not written in a transaction for a message that is gone', async () => {
    answers.EVALSHA = noScripts;
    const finds: (() => unknown)[] = [
      () => [],
      () => 0,
      () => null,
      ...['WRONGTYPE Operation against a key', 'NOGROUP No such key'].map((text) => () => {
        throw new RedisReplyError(text);
      }),
    ];
    for (const found of finds) {
      answers.XPENDING = found;
      expect(await write()).to.equal(undefined);
    }
    expect(transactions).to.deep.equal([]);
  });

  it('are not taken for gone because Redis cannot be asked', async () => {
    answers.EVALSHA = noScripts;
    for (const failure of [
      new Error('Connection is closed.'),
      new RedisReplyError('LOADING Redis is loading'),
    ]) {
      answers.XPENDING = () => {
        throw failure;
      };
      expect(await thrownBy(write())).to.equal(failure);
    }
  });

  it('are not written in a transaction whose letter would be refused', async () => {
    answers.EVALSHA = noScripts;
    const wrong = new RedisReplyError('WRONGTYPE Operation against a key');
    answers.XLEN = () => {
      throw wrong;
    };
    expect(await thrownBy(write())).to.equal(wrong);
    answers.XLEN = () => {
      throw new RedisReplyError("NOPERM User me has no permissions to run the 'xlen' command");
    };
    expect(await write(), 'where it may not be asked').to.equal('7-2');
    expect(transactions).to.have.length(1);
  });
});

function thrownBy(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}
