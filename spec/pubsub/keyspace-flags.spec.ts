import { expect } from 'chai';
import { missingFlags } from '../../lib/pubsub/keyspace-flags.js';

describe('missingFlags', () => {
  const cases: [channel: string, flags: string, missing: string][] = [
    ['__keyevent@0__:del', '', 'Eg'],
    ['__keyevent@0__:del', 'E', 'g'],
    ['__keyevent@0__:del', 'Ex', 'g'],
    ['__keyevent@0__:del', 'Kg', 'E'],
    ['__keyevent@0__:del', 'gE', ''],
    ['__keyevent@0__:del', 'AE', ''],
    ['__keyevent@0__:set', 'E', '$'],
    ['__keyevent@*__:expired', 'Eg', 'x'],
    ['__keyevent@0__:keymiss', 'AE', 'm'],
    ['__keyevent@0__:new', 'AKE', 'n'],
    ['__keyevent@0__:*', '', 'EA'],
    ['__keyevent@0__:*', 'Eg', ''],
    ['__keyevent@0__:unheard-of', 'E', 'A'],
    ['__keyspace@0__:del', '', 'KA'],
    ['__keyspace@0__:del', 'K', 'A'],
    ['__keyspace@0__:a:b', 'K$', ''],
    ['__keyspace@0__:a', 'AE', 'K'],
    ['__keyspace@0__:a', 'Eg', 'KA'],
    ['__keyevent@0__:*', 'Kg', 'EA'],
    ['__keyspace@0__:line\nbreak', 'KA', ''],
  ];
  for (const [channel, flags, missing] of cases) {
    it(`of "${flags}" for ${JSON.stringify(channel)} are "${missing}"`, () => {
      expect(missingFlags(channel, flags)).to.equal(missing);
    });
  }
});
