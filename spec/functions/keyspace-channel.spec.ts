import { expect } from 'chai';
import { isKeyspaceChannel } from '../../lib/functions/keyspace-channel.js';

describe('isKeyspaceChannel', () => {
  const cases: [string, boolean][] = [
    ['__keyspace@0__:a', true],
    ['__keyevent@*__:del', true],
    ['__key*__:a', false],
    ['a__keyspace@0__:a', false],
    ['news', false],
  ];
  for (const [channel, is] of cases) {
    it(`says ${is} of ${channel}`, () => expect(isKeyspaceChannel(channel)).to.equal(is));
  }
});
