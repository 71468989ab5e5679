/** Values in every form in which Redis holds them: each is the commands that make it, under the key `k`. */
export const serializedValues: Readonly<Record<string, readonly string[]>> = {
  'a text': ['set k hello'],
  'an empty text': ['set k ""'],
  'integers of each size': [
    'rpush k 0 -1 127 -128 128 32767 -32769 2147483647 -2147483649 9223372036854775807',
  ],
  'a text that is an integer': ['set k -2147483648'],
  'a text that only resembles one': ['set k 0012'],
  'a text of any bytes': [String.raw`set k "\x00\xff\r\n\x80"`],
  'a text that becomes shorter': [`set k ${'abc'.repeat(5000)}`],
  'a short list': ['rpush k a b 1 -1 300 -5000 70000 9999999 5000000000'],
  'a list of texts of each length': [
    `rpush k ${[0, 1, 63, 64, 126, 127, 128, 4095, 4096, 16_400].map((length) => `"${'x'.repeat(length)}"`).join(' ')}`,
  ],
  'a long list': Array.from({ length: 30 }, (_, index) => `rpush k ${words(100, index * 100)}`),
  'a list with an element that has a node of its own': [`rpush k a ${'y'.repeat(20_000)} b`],
  'a set of integers of 16 bits': ['sadd k 1 2 -3'],
  'a set of integers of 32 bits': ['sadd k 1 70000 -3'],
  'a set of integers of 64 bits': ['sadd k 1 5000000000 -3'],
  'a short set': ['sadd k a b c'],
  'a long set': Array.from({ length: 10 }, (_, index) => `sadd k ${words(100, index * 100)}`),
  'a short hash': ['hset k a 1 b 2 c ""'],
  'a long hash': Array.from({ length: 10 }, (_, index) => `hset k ${words(100, index * 100)}`),
  'a short sorted set': ['zadd k 1 a 1.5 b -inf c inf d 1e300 e -0.1 f'],
  'a long sorted set': Array.from(
    { length: 4 },
    (_, index) =>
      `zadd k ${Array.from({ length: 50 }, (__, at) => `${index * 50 + at}.25 member${index * 50 + at}`).join(' ')}`,
  ),
  'a stream': ['xadd k 1-1 a b', 'xadd k 2-1 a c', 'xadd k 2-3 x y z w'],
  'an empty stream': ['xadd k 1-1 a b', 'xdel k 1-1'],
  'a stream with deleted entries': ['xadd k 1-1 a b', 'xadd k 1-2 a b', 'xadd k 1-3 a b', 'xdel k 1-2'],
  'a stream whose sequence falls': ['xadd k 1-18446744073709551615 a b', 'xadd k 2-0 a b'],
  'a long stream': Array.from(
    { length: 250 },
    (_, index) => `xadd k ${index + 1}-1 a ${'v'.repeat(index + 1)}`,
  ),
  'a stream with groups': [
    'xadd k 1-1 a b',
    'xadd k 1-2 a c',
    'xgroup create k g 0',
    'xgroup create k idle $',
    'xreadgroup group g c1 count 1 streams k >',
    'xreadgroup group g c2 streams k >',
    'xreadgroup group g c2 streams k 0',
  ],
  'a HyperLogLog': ['pfadd k a b c'],
};

/** What shows all of a value, but what depends on the moment. */
export const views: Readonly<Record<string, readonly string[]>> = {
  string: ['get k'],
  list: ['lrange k 0 -1'],
  set: ['smembers k'],
  hash: ['hgetall k'],
  zset: ['zrange k 0 -1 withscores'],
  stream: [
    'xrange k - +',
    'xinfo stream k',
    'xinfo groups k',
    'xpending k g - + 10',
    'xreadgroup group g c2 streams k >',
  ],
};

function words(count: number, from: number): string {
  return Array.from({ length: count }, (_, index) => `element${from + index}`).join(' ');
}
