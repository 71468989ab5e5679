import { expect } from 'chai';
import fc from 'fast-check';
import { FakeRedis } from '../../../lib/testing/fake/fake-redis.js';
import type { RedisVersion } from '../../../lib/testing/fake/versions.js';
import { FakeOpponent } from '../../differential/opponents.js';
import type { RawClient } from '../../differential/raw-client.js';
import { showReply } from '../../differential/raw-reply.js';

/** What errors of V8 say, and what JavaScript makes of values that are not there. */
const foreign =
  /met a fault of the fake|Invalid (array|string|count|date)|Cannot (read|convert|mix|set|destructure)|is not (a function|iterable|defined|a safe integer)|undefined|\bNaN\b|\[object|BigInt|(Range|Type|Reference|Syntax)Error|call stack|out of bounds|toFixed|must be between|digits argument/;

/** Texts of Redis itself that look like it. */
const own =
  /(is|produce) NaN or Infinity|value, must between|must be between -?\d+ and \d+ inclusive|undefined (field|global|variable)/;

/** Those that end the connection, silence it, close it to others, or answer more than once. */
const left = new Set(
  'quit reset monitor hello auth subscribe psubscribe ssubscribe unsubscribe punsubscribe sunsubscribe client|kill client|reply client|pause client|unpause client|no-evict client|tracking config|set acl|setuser acl|deluser replicaof slaveof multi exec discard watch select swapdb script|kill eval evalsha eval_ro evalsha_ro function|load script|load debug'.split(
    ' ',
  ),
);

/** No size of a string lies among them: half a gigabyte would be made. */
const numbers =
  '0 -0 -1 1 2 1.5 .5 1e3 0x10 nan inf -inf 1e400 1e-400 9007199254740993 -9007199254740993 9223372036854775807 9223372036854775808 -9223372036854775808 18446744073709551615 18446744073709551616 -2147483649'.split(
    ' ',
  );
const keys = 's n l h t z x p m'.split(' ');
const words =
  'EX PX EXAT NX XX GET KEEPTTL COUNT MATCH TYPE LIMIT BY DESC ALPHA STORE WITHSCORES WITHVALUES WITHCOORD WEIGHTS AGGREGATE SUM MIN LEFT RIGHT BEFORE MAXLEN MINID ~ = STREAMS GROUP BLOCK NOACK ID * - + $ > (1 [a 1-1 1-* BYSCORE BYLEX REV FROMLONLAT FROMMEMBER BYRADIUS BYBOX m km FIELDS u8 i64 u64 #1 OVERFLOW SAT INCRBY REPLACE ABSTTL IDLETIME FREQ RANK ENTRIESREAD ENTRIESADDED JUSTID FORCE IDLE TIME RETRYCOUNT NOMKSTREAM LEN IDX MINMATCHLEN BYTE BIT NOT AND CH GT LT INCR PERSIST SAMPLES ANY ASC FILTERBY DB'.split(
    ' ',
  );
const texts = ['', ' ', 'a', '\0\xff', '%', '[', 'x'.repeat(300)];

const setup = [
  'set s abcd',
  'set n 5',
  'rpush l a b a',
  'hset h n 1 f abc',
  'sadd t a b 3',
  'zadd z 1 a 2 b',
  'geoadd p 13.3 38.1 a 15 37.5 b',
  'xadd x 1-1 a b',
  'xgroup create x g 0',
  'xreadgroup group g c streams x >',
];

const perCommand = 60;

describe('FakeRedis answers in no words but those of Redis', () => {
  for (const version of ['6.0', '7.0', '8.2'] as const satisfies readonly RedisVersion[]) {
    it(`whatever the arguments of any command of ${version}`, async () => {
      await using fake = new FakeRedis({ version });
      const warnings: string[] = [];
      fake.onWarning((text) => warnings.push(text));
      const client = await new FakeOpponent(fake).connect();
      const found: string[] = [];
      for (const name of await commandNames(fake)) {
        const samples = fc.sample(someArguments, { numRuns: perCommand, seed: 19 });
        for (const [attempt, sample] of samples.entries()) {
          if (attempt % 20 === 0) await prepare(client);
          const args = [...name.split('|'), ...sample];
          // In a transaction nothing blocks.
          const replies = [await client.call('multi'), await client.call(...args), await client.call('exec')];
          const shown = replies.map(showReply).join(' ');
          if (foreign.test(shown.replace(own, ''))) found.push(`${args.join(' ')} → ${shown.slice(0, 300)}`);
        }
      }
      expect([...found, ...warnings]).to.deep.equal([]);
      client.close();
    });
  }
});

async function commandNames(fake: FakeRedis): Promise<string[]> {
  const rows = (await fake.createClient().call('COMMAND')) as [string, ...unknown[]][];
  const names = rows.flatMap((row) => {
    const subcommands = Array.isArray(row[9]) ? (row[9] as [string][]).map(([name]) => name) : [];
    return [row[0], ...subcommands];
  });
  return names.filter((name) => !left.has(name));
}

async function prepare(client: RawClient): Promise<void> {
  await client.call('flushall');
  for (const command of setup) await client.call(...command.split(' '));
}

const anything = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...numbers) },
  { weight: 3, arbitrary: fc.constantFrom(...keys) },
  { weight: 3, arbitrary: fc.constantFrom(...words) },
  { weight: 1, arbitrary: fc.constantFrom(...texts) },
);

/** A key, mostly, and then anything. */
const someArguments = fc
  .tuple(
    fc.option(fc.constantFrom(...keys), { nil: undefined, freq: 4 }),
    fc.array(anything, { maxLength: 7, size: 'max' }),
  )
  .map(([key, rest]) => [...(key === undefined ? [] : [key]), ...rest]);
