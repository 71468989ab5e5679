import { expect } from 'chai';
import { RedisListTrigger } from 'redis-triggers';
import { createTestRuntime, type TestRuntime } from 'redis-triggers/testing';
import { booked, Payments } from '../../../examples/snippets/deduplicate.js';
import { leaseInMs } from '../../../lib/deduplication/handling-claims.js';
import { claimHandling } from '../../../lib/redis/commands/lua/claim-handling.js';
import { classWith } from '../../support/describe-classes.js';
import { Recorder } from '../../support/recorder.js';
import { signalled } from '../../support/signalled.js';

const day = 24 * 60 * 60 * 1000;
const id = 'Payments.onPayment';
const key = `{payments}:handled:${id}:1`;

describe('deduplicate in a test runtime', () => {
  let test: TestRuntime;

  beforeEach(async () => {
    booked.length = 0;
    test = await createTestRuntime({ handlers: [Payments], clock: 'virtual' });
  });
  afterEach(() => test.stop());

  it('skips what was handled, until its time is over', async () => {
    await pay();
    await test.settled();
    await pay();
    await test.settled();
    expect(booked).to.deep.equal(['1']);
    expect(test.runtime.health().functions[id]).to.include({ succeeded: 1, duplicates: 1, dropped: 0 });
    await test.clock.advance(day);
    await pay();
    await test.settled();
    expect(booked).to.deep.equal(['1', '1']);
  });

  it('does not wait for a message that another has, until the clock has come to the end of that', async () => {
    await test.redis.eval(claimHandling.text, 1, key, 'another', leaseInMs);
    await pay();
    await test.settled();
    expect(booked).to.deep.equal([]);
    // Each look is another half a second later, at most.
    for (let passed = 0; passed <= leaseInMs; passed += 500) {
      await test.clock.advance(500);
      await test.settled();
    }
    expect(booked).to.deep.equal(['1']);
  });

  function pay(): Promise<unknown> {
    return test.add('payments', { number: '1', amount: '5' });
  }
});

describe('deduplicate and a handler that takes longer than a claim lasts', () => {
  it('keeps its claim', async () => {
    const started = new Recorder<string>();
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const deduplicate = { by: () => 'one', forInMs: day };
    const handler = classWith(
      RedisListTrigger({ connection: 'redis', key: 'orders', name: 'run', deduplicate }),
      async () => {
        started.add('one');
        await gate;
      },
    );
    await using test = await createTestRuntime({ handlers: [handler], clock: 'virtual' });
    await test.push('orders', 'a');
    await started.until(1);
    const claim = '{orders}:handled:run:one';
    const holder = await test.redis.get(claim);
    expect(holder).to.be.a('string');
    for (let third = 0; third < 9; third++) {
      await test.clock.advance(leaseInMs / 3);
      await signalled(
        'roundEnded',
        async () => (await test.redis.pttl(claim)) === leaseInMs,
        'the claim to be renewed',
      );
      expect(await test.redis.get(claim)).to.equal(holder);
    }
    open();
    await test.invoked('run', 1);
    expect(await test.redis.get(claim)).to.equal('done');
  });
});
