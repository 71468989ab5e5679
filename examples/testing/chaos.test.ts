import { expect } from 'chai';
import { chaos, createTestRuntime } from 'redis-triggers/testing';
import { Ledger, Sum } from './payments.js';

// #region chaos
/** What a hundred payments of 1 come to, when handlers fail and messages come twice. */
async function totalOf(handler: typeof Sum | typeof Ledger): Promise<number> {
  const middleware = [chaos({ seed: 1, failRate: 0.2, duplicateRate: 0.1 })];
  await using test = await createTestRuntime({ handlers: [handler], middleware });
  for (let id = 1; id <= 100; id++) await test.push('payments', { id, amount: 1 });
  await test.settled();
  return test.get<Sum | Ledger>(handler).total;
}

it('is right in the ledger', async () => {
  expect(await totalOf(Ledger)).to.equal(100);
});

it('is wrong in the sum, which is not idempotent', async () => {
  expect(await totalOf(Sum)).to.be.above(100);
});
// #endregion chaos
