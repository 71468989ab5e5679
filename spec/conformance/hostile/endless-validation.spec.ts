import 'reflect-metadata';
import { expect } from 'chai';
import { Validate, ValidatorConstraint } from 'class-validator';
import { ManualClock } from '../../support/manual-clock.js';
import { signalled } from '../../support/signalled.js';
import { describeOnRedis } from '../../support/test-redis.js';
import {
  badMessages,
  concurrency,
  deadLetterCount,
  handlerOf,
  healthOf,
  kinds,
  send,
  untilEnded,
} from './hostile-function.js';

const never = new Promise<never>(() => undefined);
const check = (text: unknown): boolean | Promise<boolean> => (String(text).includes('bad') ? never : true);

@ValidatorConstraint({ async: true })
class Endless {
  validate(text: string): boolean | Promise<boolean> {
    return check(text);
  }
}

class Text {
  @Validate(Endless)
  text = '';
}

/** Payloads whose validation ends for good messages only. */
const payloads = {
  'a class-validator constraint': Text,
  'a Standard Schema': {
    '~standard': {
      version: 1,
      vendor: 'spec',
      validate: async (value: { text: string }) => (await check(value.text), { value }),
    },
  },
} as const;

describeOnRedis('A validation that never ends', (redis) => {
  const sendText = (kind: (typeof kinds)[number], text: string): Promise<unknown> =>
    send(redis, kind, kind === 'stream' ? text : JSON.stringify({ text }));
  const sendBad = async (kind: (typeof kinds)[number]): Promise<void> => {
    for (let sent = 0; sent < badMessages; sent++) await sendText(kind, `bad${sent}`);
  };

  for (const kind of kinds) {
    for (const [title, payload] of Object.entries(payloads)) {
      it(`is over after the time limit, and gives its permit back: ${title}, ${kind}`, async () => {
        const runtime = await redis.startRuntime([
          handlerOf(kind, { options: { payload, timeLimitInMs: 20 } }),
        ]);
        await sendBad(kind);
        await sendText(kind, 'good');
        const health = await untilEnded(runtime, badMessages + 1);
        const counts = { live: true, lost: 0, failed: badMessages, succeeded: 1, abandoned: badMessages };
        expect(health).to.include(counts);
        await signalled(
          'deadLettered',
          async () => (await deadLetterCount(redis)) === badMessages,
          'the dead letters',
        );
        const [letter] = await runtime.deadLetters('Hostile.run').list();
        expect(letter).to.include({ reason: 'timed-out', attempts: 0 });
        expect(letter?.error.message).to.contain('the validation of the payload took longer than 20 ms');
      });
    }

    it(`keeps its permit without a time limit, and a stop ends all the same: ${kind}`, async () => {
      const options = { payload: payloads['a Standard Schema'] };
      const runtime = await redis.startRuntime([handlerOf(kind, { options })], { shutdownTimeoutInMs: 500 });
      await sendBad(kind);
      await signalled(
        'healthChanged',
        () => healthOf(runtime).inFlight === concurrency,
        'all permits to be taken',
      );
      expect(healthOf(runtime)).to.include({ live: true, failed: 0 });
      await runtime.stop();
      expect(healthOf(runtime)).to.include({ state: 'stopped' });
    });

    if (kind === 'pubsub') continue;
    it(`holds up nobody behind it where the order is by payloads: ${kind}`, async () => {
      const orderBy = { payload: ({ text }: { text: string }): string => text };
      const options = { payload: payloads['a Standard Schema'], orderBy, timeLimitInMs: 20 };
      const runtime = await redis.startRuntime([handlerOf(kind, { options })]);
      await sendBad(kind);
      await sendText(kind, 'good');
      expect(await untilEnded(runtime, badMessages + 1)).to.include({
        live: true,
        failed: badMessages,
        succeeded: 1,
      });
    });

    it(`fails alone in its batch: ${kind}`, async () => {
      const options = { payload: payloads['a Standard Schema'], batch: true, timeLimitInMs: 20 };
      const runtime = await redis.startRuntime([handlerOf(kind, { options })]);
      await sendText(kind, 'bad');
      await sendText(kind, 'good');
      expect(await untilEnded(runtime, 2)).to.include({ failed: 1, succeeded: 1 });
    });
  }

  it('is not cut short before the time limit', async () => {
    const clock = new ManualClock(Date.now());
    const options = { payload: payloads['a Standard Schema'], timeLimitInMs: 10_000 };
    const runtime = await redis.startRuntime([handlerOf('list', { options })], { clock });
    await sendText('list', 'bad');
    await clock.until(() => clock.delays.includes(10_000));
    await clock.advance(9_999);
    expect(healthOf(runtime)).to.include({ failed: 0, inFlight: 1 });
    await clock.advance(1);
    await untilEnded(runtime, 1);
    expect(healthOf(runtime)).to.include({ failed: 1 });
  });
});
