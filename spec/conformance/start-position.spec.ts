import { expect } from 'chai';
import { mustBeStartPosition } from '../../lib/functions/options/option-checks.js';
import { describeOnRedis } from '../support/test-redis.js';

const largest = '18446744073709551615';
const beyond = '18446744073709551616';

/** Beside these Redis takes a space or a plus sign in front of a number, which is refused here. */
const positions = [
  ...['0', '$', '5', '0-0', '1700000000000-0', '007-01', largest, `${largest}-${largest}`, `0-${largest}`],
  ...[beyond, `${beyond}-0`, `0-${beyond}`, '99999999999999999999', '1'.repeat(200), `${'0'.repeat(127)}1`],
  ...['5-', '5-*', '-5', '5-5-5', '5 ', '1e9', '0x5', '5.0', '٥', '5\n', '>', '*', ''],
];

describeOnRedis('startFrom', (redis) => {
  for (const position of positions) {
    it(`${JSON.stringify(position).slice(0, 60)} is an option exactly where Redis takes it`, async () => {
      const made = redis.client.xgroup('CREATE', 'entries', 'group', position, 'MKSTREAM');
      const isTaken = await made.then(
        () => true,
        () => false,
      );
      expect(mustBeStartPosition(position) === undefined).to.equal(isTaken);
    });
  }
});
