import { expect } from 'chai';
import { messagePicker } from '../../../../lib/redis/ioredis/replies/message-picker.js';
import { ReplyInterceptor } from '../../../../lib/redis/ioredis/replies/reply-interceptor.js';

describe('messagePicker', () => {
  let heard: string[];
  let forwarded: string[];
  let interceptor: ReplyInterceptor;

  beforeEach(() => {
    heard = [];
    forwarded = [];
    const pick = messagePicker({
      onMessage: (...message) => heard.push(message.map(String).join(' ')),
      onShardedMessage: (...message) => heard.push(`sharded ${message.map(String).join(' ')}`),
    });
    interceptor = new ReplyInterceptor(pick, (bytes) => {
      forwarded.push(bytes.toString());
      heard.push('ioredis');
    });
  });

  const text = (word: string): string => `$${Buffer.byteLength(word)}\r\n${word}\r\n`;
  const push = (type: '>' | '*', ...words: string[]): string =>
    `${type}${words.length}\r\n${words.map(text).join('')}`;
  const write = (...replies: string[]): void => interceptor.write(Buffer.from(replies.join('')));

  for (const [protocol, type] of [
    ['RESP2', '*'],
    ['RESP3', '>'],
  ] as const) {
    it(`tells of messages of each kind (${protocol}), in their order`, () => {
      const confirmation = `${type}3\r\n${text('subscribe')}${text('d')}:2\r\n`;
      write(
        push(type, 'message', 'c', 'one'),
        push(type, 'pmessage', 'c*', 'cd', 'größer\r\n'),
        confirmation,
        push(type, 'smessage', 's', ''),
        push(type, 'message', 'd', 'two'),
      );
      expect(heard).to.deep.equal(['c one', 'cd größer\r\n c*', 'ioredis', 'sharded s ', 'd two']);
      expect(forwarded).to.deep.equal([confirmation]);
    });
  }

  it('leaves to ioredis what it has to know', () => {
    const replies = [
      `>3\r\n${text('psubscribe')}${text('c*')}:1\r\n`,
      push('>', 'sunsubscribe', 'c', '0'),
      push('*', 'pong', ''),
      '*3\r\n:1\r\n:2\r\n:3\r\n',
      '%1\r\n$6\r\nserver\r\n$5\r\nredis\r\n',
      '-NOPERM no permission\r\n',
      '+OK\r\n',
      '>0\r\n',
    ];
    write(...replies);
    expect(forwarded.join('')).to.equal(replies.join(''));
    expect(heard.every((each) => each === 'ioredis')).to.equal(true);
  });

  it('tells of a message that came in pieces', () => {
    for (const byte of Buffer.from(push('>', 'pmessage', 'c*', 'cd', 'body')))
      interceptor.write(Buffer.from([byte]));
    expect(heard).to.deep.equal(['cd body c*']);
  });

  it('keeps what a message says when the next one comes', () => {
    const messages: (Buffer | undefined)[][] = [];
    const handle = (...message: (Buffer | undefined)[]): void => void messages.push(message);
    const pick = messagePicker({ onMessage: handle, onShardedMessage: handle });
    const chunk = Buffer.from(push('>', 'message', 'one', '1') + push('>', 'message', 'two', '2'));
    new ReplyInterceptor(pick, () => undefined).write(chunk);
    expect(messages.map((message) => message.map(String))).to.deep.equal([
      ['one', '1'],
      ['two', '2'],
    ]);
  });
});
