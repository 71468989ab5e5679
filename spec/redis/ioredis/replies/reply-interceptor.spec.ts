import { expect } from 'chai';
import { Decoder, RESP_TYPES } from 'ioredis/built/resp/decoder.js';
import { ReplyInterceptor } from '../../../../lib/redis/ioredis/replies/reply-interceptor.js';
import { ReplyPlaceholders } from '../../../../lib/redis/ioredis/replies/reply-placeholders.js';

/** The decoder of ioredis, with what it makes of each type for `replyMapping: 'legacy'`. */
function decoderOf(hear: (kind: string, reply: unknown) => void): Decoder {
  const types = {
    [RESP_TYPES.SIMPLE_STRING]: Buffer,
    [RESP_TYPES.BLOB_STRING]: Buffer,
    [RESP_TYPES.VERBATIM_STRING]: Buffer,
    [RESP_TYPES.BIG_NUMBER]: String,
    [RESP_TYPES.DOUBLE]: Buffer,
    [RESP_TYPES.BOOLEAN]: Number,
    [RESP_TYPES.MAP]: Array,
    [RESP_TYPES.SET]: Array,
  };
  return new Decoder({
    getTypeMapping: () => types,
    onReply: (reply: unknown) => hear('reply', reply),
    onErrorReply: (error: unknown) => hear('error', String(error)),
    onPush: (push: unknown) => hear('push', push),
  });
}

/** What is heard of these bytes, in these chunks: from ioredis alone, or with placeholders for what is picked. */
function heardOf(
  chunks: readonly Buffer[],
  how: { placeholders: boolean } = { placeholders: false },
): { heard: unknown[]; picked: number } {
  const heard: unknown[] = [];
  let picked = 0;
  const placeholders = new ReplyPlaceholders(1);
  const decoder = decoderOf((kind, reply) => {
    const whole = kind === 'reply' ? placeholders.replyOf(reply, false) : reply;
    if (whole !== reply) picked += 1;
    heard.push([kind, whole]);
  });
  const decode = (bytes: Buffer): void => decoder.write(bytes);
  const interceptor = new ReplyInterceptor(placeholders.pick, decode);
  for (const chunk of chunks) {
    if (how.placeholders) interceptor.write(chunk);
    else decode(chunk);
  }
  return { heard, picked };
}

/** Hears what ioredis gets. */
function interceptorOf(forward: (bytes: Buffer) => void): ReplyInterceptor {
  return new ReplyInterceptor(new ReplyPlaceholders(1).pick, forward);
}

const inPieces = (bytes: Buffer, size: number): Buffer[] =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );

const entries = '*2\r\n*2\r\n$3\r\n1-0\r\n*2\r\n$1\r\na\r\n$2\r\n\r\n\r\n*2\r\n$3\r\n2-0\r\n*-1\r\n';
const replies: Record<string, string> = {
  'entries (RESP2)': `*1\r\n*2\r\n$6\r\norders\r\n${entries}`,
  'entries (RESP3)': `%1\r\n$6\r\norders\r\n${entries}`,
  'elements, and a number': '*2\r\n*2\r\n$0\r\n\r\n$4\r\n$9\r\n\r\n*1\r\n:-12\r\n',
  'an empty array': '*0\r\n',
  'a null array': '*-1\r\n',
  'a set in an array, and nulls': '*3\r\n~2\r\n:1\r\n$1\r\nb\r\n$-1\r\n_\r\n',
};
const others: Record<string, string> = {
  'a text': '$5\r\nhello\r\n',
  'a missing text': '$-1\r\n',
  'a word': '+OK\r\n',
  'a number': ':1000\r\n',
  null: '_\r\n',
  'an error': '-NOGROUP No such key\r\n',
  'an error within an array': '*2\r\n:1\r\n-ERR in the middle\r\n',
  'words, a double and a boolean within an array': '*3\r\n+OK\r\n,1.5\r\n#t\r\n',
  'a message': '>3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$1\r\nm\r\n',
  'a long error': '!8\r\nERR a\r\nb\r\n',
  'a text with its kind': '=7\r\ntxt:abc\r\n',
};

describe('the reply interceptor', () => {
  for (const [what, text] of [...Object.entries(replies), ...Object.entries(others)]) {
    it(`gives ${what} as ioredis does, wherever it is cut`, () => {
      const bytes = Buffer.from(`:1\r\n${text}+next\r\n${text}`);
      const alone = heardOf([bytes]).heard;
      for (let at = 0; at <= bytes.length; at++) {
        const { heard } = heardOf([bytes.subarray(0, at), bytes.subarray(at)], { placeholders: true });
        expect(heard, `cut at ${at}`).to.deep.equal(alone);
      }
      for (const size of [1, 2, 3, 5, 8]) {
        expect(
          heardOf(inPieces(bytes, size), { placeholders: true }).heard,
          `pieces of ${size}`,
        ).to.deep.equal(alone);
      }
    });
  }

  it('decodes arrays and maps in place of ioredis, also in pieces', () => {
    const bytes = Buffer.from(Object.values(replies).join(''));
    const count = Object.keys(replies).length;
    expect(heardOf([bytes], { placeholders: true }).picked).to.equal(count);
    expect(heardOf(inPieces(bytes, 7), { placeholders: true }).picked).to.equal(count);
  });

  it('leaves everything else to ioredis', () => {
    expect(heardOf([Buffer.from(Object.values(others).join(''))], { placeholders: true }).picked).to.equal(0);
  });

  it('leaves to ioredis what it decodes as fast as a placeholder', () => {
    const { pick } = new ReplyPlaceholders();
    const sizes: number[] = [];
    const interceptor = new ReplyInterceptor(pick, ({ length }) => sizes.push(length));
    const elements = (count: number): Buffer => Buffer.from(`*${count}\r\n${':1\r\n'.repeat(count)}`);
    interceptor.write(elements(3));
    expect(sizes).to.deep.equal([elements(3).length]);
    interceptor.write(elements(10));
    expect(sizes[1]).to.be.lessThan(8);
  });

  it('gives the bytes of a text whatever they are', () => {
    const binary = Buffer.from([0, 255, 13, 10, 128]);
    const bytes = Buffer.concat([Buffer.from('*1\r\n$5\r\n'), binary, Buffer.from('\r\n')]);
    expect(heardOf([bytes], { placeholders: true })).to.deep.equal({
      heard: [['reply', [binary]]],
      picked: 1,
    });
  });

  it('hands a large reply on as it comes, and goes on with the next', () => {
    const forwarded: number[] = [];
    const interceptor = interceptorOf((bytes) => forwarded.push(bytes.length));
    const text = Buffer.from(`*1\r\n$500000\r\n${'x'.repeat(500_000)}\r\n`);
    for (const piece of inPieces(text, 100_000)) interceptor.write(piece);
    expect(forwarded.reduce((sum, length) => sum + length)).to.equal(text.length);
    expect(forwarded.length).to.be.greaterThan(2);
    const { length } = forwarded;
    interceptor.write(Buffer.from('*1\r\n$1\r\na\r\n'));
    expect(forwarded).to.have.length(length + 1);
    expect(forwarded.at(-1)).to.be.lessThan(8);
  });

  it('gives many replies of one chunk to those who asked, each its own', () => {
    const count = 1_000;
    const bytes = Buffer.from(Array.from({ length: count }, (_, index) => `*1\r\n:${index}\r\n`).join(''));
    const { heard, picked } = heardOf([bytes], { placeholders: true });
    expect(picked).to.equal(count);
    expect(heard).to.deep.equal(Array.from({ length: count }, (_, index) => ['reply', [index]]));
  });

  for (const [what, text] of [
    ['of another kind', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
    ['in place of a length', '$abc\r\n'],
  ] as const) {
    it(`hands rubbish on, ${what}: ioredis says so`, () => {
      const forwarded: string[] = [];
      const interceptor = interceptorOf((bytes) => forwarded.push(bytes.toString()));
      interceptor.write(Buffer.from(text));
      expect(forwarded.join('')).to.equal(text);
    });
  }
});
