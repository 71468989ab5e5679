import { expect } from 'chai';
import type { StreamFunction } from '../../../lib/functions/function-descriptor.js';
import { KeptEntriesWarning } from '../../../lib/stream/redelivery/kept-entries-warning.js';
import { ManualClock } from '../../support/manual-clock.js';
import { RedisReplyError } from '../../../lib/redis/errors/redis-reply-error.js';

const descriptor = {
  place: 'A.b',
  claimIdleInMs: 1_000,
  pollingIntervalInMs: 1_000,
} as unknown as StreamFunction;
const keepers = new Map([['orders', ['reporting']]]);

describe('KeptEntriesWarning', () => {
  async function saidOf(answer: () => unknown): Promise<string[]> {
    const said: string[] = [];
    const client = { send: () => Promise.resolve().then(answer) };
    const observer = { failed: (error: unknown) => void said.push(String(error)) };
    const warning = new KeptEntriesWarning(descriptor, client, new ManualClock(), observer);
    await warning.look(keepers);
    await warning.look(keepers);
    return said;
  }

  it('names a group without consumers, once', async () => {
    const said = await saidOf(() => []);
    expect(said).to.have.length(1);
    expect(said[0]).to.include("'reporting'");
  });

  it('takes a group for read while one of its consumers was heard of lately', async () => {
    const consumer = (idleInMs: number): unknown[] => ['name', 'a', 'pending', 1, 'idle', idleInMs];
    expect(await saidOf(() => [consumer(80_000), consumer(11_999)])).to.deep.equal([]);
    expect(await saidOf(() => [consumer(80_000), consumer(12_000)])).to.have.length(1);
  });

  it('says it again after ten minutes', async () => {
    const clock = new ManualClock();
    let said = 0;
    const observer = { failed: () => (said += 1) };
    const warning = new KeptEntriesWarning(descriptor, { send: () => Promise.resolve([]) }, clock, observer);
    await warning.look(keepers);
    await clock.advance(599_999);
    await warning.look(keepers);
    expect(said).to.equal(1);
    await clock.advance(1);
    await warning.look(keepers);
    expect(said).to.equal(2);
  });

  for (const refusal of [
    "NOPERM this user has no permissions to run the 'xinfo|consumers' command",
    "NOGROUP No such consumer group 'reporting' for key name 'orders'",
  ]) {
    it(`is silent, and throws nothing, where Redis says: ${refusal}`, async () => {
      const said = await saidOf(() => {
        throw new RedisReplyError(refusal);
      });
      expect(said).to.deep.equal([]);
    });
  }
});
