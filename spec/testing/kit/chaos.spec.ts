import { expect } from 'chai';
import type { Redis } from 'ioredis';
import { RedisMessageModel } from '../../../lib/messages/redis-message-model.js';
import { chaos, type ChaosOptions } from '../../../lib/testing/kit/chaos.js';
import { createTestRuntime } from '../../../lib/testing/kit/create-test-runtime.js';
import { RedisListTrigger } from '../../../lib/triggers/redis-list-trigger.js';
import { RedisStreamTrigger } from '../../../lib/triggers/redis-stream-trigger.js';
import { patienceInMs } from '../../support/patience.js';
import { signalled } from '../../support/signalled.js';
import { deadLetterKey } from '../../../lib/dead-letters/dead-letter-key.js';

const retry = { strategy: 'fixedDelay', maxRetryCount: 20, delayIntervalInMs: 0 } as const;

function recordingHandler(concurrency: number, options: object = { retry }) {
  const calls: string[] = [];
  class Handler {
    @RedisListTrigger({ connection: 'redis', key: 'k', concurrency, ...options })
    onElement({ message }: RedisMessageModel): void {
      calls.push(message);
    }
  }
  return { Handler, calls };
}

/** How often the handler ran for each of these messages. */
async function callsUnder(
  options: ChaosOptions,
  messages: readonly string[],
  concurrency = 1,
): Promise<Record<string, number>> {
  const { Handler, calls } = recordingHandler(concurrency);
  await using test = await createTestRuntime({
    handlers: [Handler],
    middleware: [chaos(options)],
    redis: 'fake',
    timeoutInMs: patienceInMs,
  });
  await test.push('k', ...messages);
  await test.settled();
  return Object.fromEntries(messages.map((text) => [text, calls.filter((each) => each === text).length]));
}

const numbers = Array.from({ length: 200 }, (_, index) => `${index}`);

describe('chaos', () => {
  it('does nothing unless it is told what', async () => {
    const calls = await callsUnder({ seed: 1 }, numbers);
    expect(new Set(Object.values(calls))).to.deep.equal(new Set([1]));
  });

  it('makes the same decisions with the same seed, whatever the order and the concurrency', async () => {
    const options = { seed: 'x', failRate: 0.3, duplicateRate: 0.2 };
    const first = await callsUnder(options, numbers);
    expect(await callsUnder(options, [...numbers].reverse(), 10)).to.deep.equal(first);
    expect(await callsUnder({ ...options, seed: 'y' }, numbers)).to.not.deep.equal(first);
  });

  it('runs the handler again for about as many as `duplicateRate` says', async () => {
    const calls = Object.values(await callsUnder({ seed: 1, duplicateRate: 0.25 }, numbers));
    expect(new Set(calls)).to.deep.equal(new Set([1, 2]));
    expect(calls.filter((count) => count === 2).length).to.be.within(30, 70);
  });

  it('fails attempts before and after the handler, for about as many as `failRate` says', async () => {
    const { Handler, calls } = recordingHandler(10, {});
    const middleware = [chaos({ seed: 1, failRate: 0.5 })];
    await using test = await createTestRuntime({ handlers: [Handler], middleware, redis: 'fake' });
    await test.push('k', ...numbers);
    await test.settled();
    const dead = await deadTexts(test.redis);
    expect(dead.size).to.be.within(75, 125);
    const afterwards = calls.filter((text) => dead.has(text)).length;
    expect(afterwards).to.be.within(dead.size / 4, (dead.size * 3) / 4);
    expect(calls.length - afterwards).to.equal(numbers.length - dead.size);
  });

  it('decides anew for each attempt and each delivery, so that every message gets through', async () => {
    const handled = new Set<string | undefined>();
    class Entries {
      @RedisStreamTrigger({ connection: 'redis', key: 's', maxDeliveryCount: 30 })
      onEntry({ message }: RedisMessageModel): void {
        handled.add(message);
      }
    }
    const middleware = [chaos({ seed: 3, failRate: 0.6 })];
    await using test = await createTestRuntime({ handlers: [Entries], middleware, clock: 'virtual' });
    for (const number of numbers.slice(0, 20)) await test.add('s', { number });
    for (let turns = 0; turns < 60; turns++) await test.clock.advance(60_000);
    expect(handled.size).to.equal(20);
    expect(await test.redis.xpending('s', 'Entries.onEntry')).to.deep.equal([0, null, null, null]);
  });

  it('decides anew for each message of the same content', async () => {
    const { 'the same': count = 0 } = await callsUnder(
      { seed: 1, duplicateRate: 0.5 },
      Array.from({ length: 100 }, () => 'the same'),
    );
    expect(count).to.be.within(125, 175);
  });

  it('delays by the clock of the test', async () => {
    const { Handler, calls } = recordingHandler(200);
    const middleware = [chaos({ seed: 1, delay: 60_000 })];
    await using test = await createTestRuntime({ handlers: [Handler], middleware, clock: 'virtual' });
    await test.push('k', ...numbers);
    // The elements have arrived when the list is empty; each handler waits for its own moment.
    await signalled('readAnswered', async () => (await test.redis.llen('k')) === 0);
    await test.clock.advance(30_000);
    expect(calls.length).to.be.within(70, 130);
    await test.clock.advance(30_000);
    await test.settled();
    expect(calls).to.have.length(200);
  });

  for (const wrong of [{ failRate: 1.1 }, { duplicateRate: -0.1 }, { delay: NaN }]) {
    it(`refuses ${Object.entries(wrong).flat().join(' = ')}`, () => {
      expect(() => chaos({ seed: 1, ...wrong })).to.throw(RangeError, Object.keys(wrong)[0]);
    });
  }
});

async function deadTexts(redis: Redis): Promise<Set<string>> {
  const entries = await redis.xrange(deadLetterKey('k', 'Handler.onElement'), '-', '+');
  for (const [, fields] of entries) expect(fields.join(' ')).to.include('errorName ChaosError');
  return new Set(entries.map(([, fields]) => fields.at(-1) ?? ''));
}
