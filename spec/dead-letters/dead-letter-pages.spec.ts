import { expect } from 'chai';
import type { RedisCommand } from '../../lib/redis/commands/command-sender.js';
import { DeadLetterPages } from '../../lib/dead-letters/dead-letter-pages.js';
import { RedisReplyError } from '../../lib/redis/errors/redis-reply-error.js';

const fieldsOf = (size: number): Buffer[] =>
  ['kind', 'list', 'source', 'orders', 'body', 'x'.repeat(size)].map((text) => Buffer.from(text));

describe('DeadLetterPages', () => {
  /** Pages of a stream of so many dead letters, and the counts that they asked for. */
  function pagesOf(length: number, size: number, mayRunScripts = true) {
    const asked: unknown[] = [];
    const send = ([name, , from = '', , , count]: RedisCommand): Promise<unknown> => {
      if (name !== 'XRANGE' && !mayRunScripts)
        return Promise.reject(new RedisReplyError("NOPERM no 'evalsha'"));
      if (name !== 'XRANGE') return Promise.reject(new Error('a script'));
      asked.push(count);
      const first = from === '-' ? 1 : Number(String(from).split('-')[0]) + 1;
      const ids = Array.from({ length: Number(count) }, (_, index) => first + index);
      return Promise.resolve(
        ids.filter((id) => id <= length).map((id) => [Buffer.from(`${id}-0`), fieldsOf(size)]),
      );
    };
    return { pages: new DeadLetterPages({ send }), asked };
  }

  async function idsOf(letters: AsyncIterable<{ readonly id: string }>): Promise<string[]> {
    const ids: string[] = [];
    for await (const { id } of letters) ids.push(id);
    return ids;
  }

  it('read small ones eight times as many each time, at most a hundred', async () => {
    const { pages, asked } = pagesOf(300, 10);
    expect(await idsOf(pages.letters('key', '+', Infinity))).to.have.length(300);
    expect(asked).to.deep.equal([1, 8, 64, 100, 100, 100]);
  });

  it('read large ones one by one', async () => {
    const { pages, asked } = pagesOf(3, 2_000_000);
    expect(await idsOf(pages.letters('key', '+', Infinity))).to.deep.equal(['1-0', '2-0', '3-0']);
    expect(asked).to.deep.equal([1, 1, 1, 1]);
  });

  it('read no more than was asked for', async () => {
    const { pages, asked } = pagesOf(300, 10);
    expect(await idsOf(pages.letters('key', '+', 5))).to.have.length(5);
    expect(asked).to.deep.equal([1, 4]);
  });

  it('are read to learn which there are only where no scripts may be run', async () => {
    const { pages } = pagesOf(3, 10, false);
    expect(await idsOf(pages.refs('key', '+'))).to.deep.equal(['1-0', '2-0', '3-0']);
    const scripts = pagesOf(3, 10);
    await idsOf(scripts.pages.refs('key', '+')).catch(() => undefined);
    expect(scripts.asked).to.deep.equal([]);
  });

  it('are looked at with a script, up to the last that it looked at, until it comes to the end', async () => {
    const from: unknown[] = [];
    const replies = [
      [
        Buffer.from('5-0'),
        [Buffer.from('1-0'), Buffer.from('orders'), Buffer.from('5-0'), Buffer.from('others')],
      ],
      [null, [Buffer.from('6-0'), Buffer.from('orders')]],
    ];
    const send = (command: RedisCommand): Promise<unknown> => {
      from.push(command.slice(4));
      return Promise.resolve(replies.shift());
    };
    const found: unknown[] = [];
    for await (const { id, source } of new DeadLetterPages({ send }).refs('key', '9-0'))
      found.push([id, source]);
    expect(found).to.deep.equal([
      ['1-0', 'orders'],
      ['5-0', 'others'],
      ['6-0', 'orders'],
    ]);
    const limits = ['9-0', 100, 16 * 1024 * 1024];
    expect(from).to.deep.equal([
      ['-', ...limits],
      ['5-1', ...limits],
    ]);
  });

  it('know the newest from a script, and read it only where no scripts may be run', async () => {
    const newestOf = async (
      answer: () => unknown,
    ): Promise<[newest: string | undefined, sent: unknown[]]> => {
      const sent: unknown[] = [];
      const send = ([name]: RedisCommand): Promise<unknown> => {
        sent.push(name);
        return Promise.resolve().then(() => (name === 'XREVRANGE' ? [[Buffer.from('2-0'), []]] : answer()));
      };
      return [await new DeadLetterPages({ send }).newest('key'), sent];
    };
    expect(await newestOf(() => Buffer.from('1-0'))).to.deep.equal(['1-0', ['EVALSHA']]);
    expect(await newestOf(() => null)).to.deep.equal([undefined, ['EVALSHA']]);
    const refuse = (): never => {
      throw new RedisReplyError("NOPERM no 'evalsha'");
    };
    expect(await newestOf(refuse)).to.deep.equal(['2-0', ['EVALSHA', 'XREVRANGE']]);
  });
});
