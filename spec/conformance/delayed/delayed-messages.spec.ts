import { expect } from 'chai';
import { ListElement } from '../../../lib/messages/list-element.js';
import { StreamEntry } from '../../../lib/messages/stream-entry.js';
import { createScaleMonitor } from '../../../lib/scaling/create-scale-monitor.js';
import { RedisStreamTrigger } from '../../../lib/triggers/redis-stream-trigger.js';
import { classWith } from '../../support/describe-classes.js';
import { Recorder } from '../../support/recorder.js';
import { signalled } from '../../support/signalled.js';
import { describeOnRedis, redisName } from '../../support/test-redis.js';
import { delayAll, delayedKinds } from './delayed-kinds.js';

const id = 'Handlers.run';
const delayedKey = '{source}:delayed:source';
const anHour = { inMs: 3_600_000 };

describeOnRedis('Delayed messages', (redis) => {
  let received: Recorder<{ body: string; at: number }>;
  const record = (message: { message: string }): void =>
    received.add({ body: bodyOf(message.message), at: performance.now() });
  const bodies = (): string[] => received.items.map(({ body }) => body);

  beforeEach(() => {
    received = new Recorder();
  });

  for (const kind of delayedKinds) {
    const { name, decorator, waiting } = kind;
    const send = (due: Parameters<typeof delayAll>[2], ...texts: (string | Buffer)[]): Promise<void> =>
      delayAll(redis.client, kind, due, texts);

    describe(`for ${name}`, () => {
      it('come when they are due, in that order, and those of one time as they were sent', async () => {
        await redis.startRuntime([classWith(decorator(), record)]);
        const sentAt = performance.now();
        await send({ inMs: 450 }, 'third', 'fourth');
        await send({ inMs: 300 }, 'second');
        await send({ inMs: 150 }, 'first');
        await received.until(4);
        expect(bodies()).to.deep.equal(['first', 'second', 'third', 'fourth']);
        const passed = received.items.map(({ at }) => at - sentAt);
        for (const [index, atLeast] of [150, 300, 450, 450].entries()) {
          expect(passed[index]).to.be.at.least(atLeast);
        }
        expect(await redis.client.exists(delayedKey)).to.equal(0);
      });

      it('are heard of by a function that has nothing to do', async () => {
        const runtime = await redis.startRuntime([classWith(decorator(), record)]);
        await signalled('delayedLooked', () => runtime.health().ready);
        // Some of them, because the machine may be busy with something else meanwhile. Nobody looks so often by himself.
        let onTime = 0;
        for (let round = 0; onTime < 3; round++) {
          expect(round, 'rounds').to.be.below(40);
          const sentAt = performance.now();
          await send({ inMs: 30 }, `${round}`);
          await received.until(round + 1);
          if (performance.now() - sentAt < 130) onTime += 1;
        }
      });

      it('come at a time, and at once where it is over', async () => {
        await redis.startRuntime([classWith(decorator(), record)]);
        await send({ at: new Date(Date.now() + 200) }, 'later');
        await send({ at: new Date(Date.now() - 60_000) }, 'past');
        await send({ at: new Date(0) }, 'long past');
        await received.until(3);
        expect(bodies().sort()).to.deep.equal(['later', 'long past', 'past']);
        expect(bodies().at(-1)).to.equal('later');
      });

      it('are the bytes that were sent, and twice what was sent twice', async () => {
        const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
        const got = new Recorder<Buffer>();
        const handle = (message: ListElement | StreamEntry): void =>
          got.add(message.kind === 'stream' ? message.value('body')! : message.body);
        const Handlers = classWith(decorator(), handle);
        const form = name === 'a stream' ? StreamEntry : ListElement;
        Reflect.defineMetadata('design:paramtypes', [form], Handlers.prototype as object, 'run');
        await redis.startRuntime([Handlers]);
        const sent = [bytes, bytes, Buffer.from('0-0000000000,R'), Buffer.from('\r\n'), Buffer.from('ä')];
        await send({ inMs: 50 }, ...sent);
        expect(await got.until(5)).to.deep.equal(sent);
      });

      it('stay where they are until they are due, and are counted', async () => {
        const runtime = await redis.startRuntime([classWith(decorator(), record)]);
        await send(anHour, 'a', 'b');
        await send({ inMs: 1 }, 'now');
        await received.until(1);
        expect(await redis.client.zcard(delayedKey)).to.equal(2);
        await signalled('settled', async () => (await waiting(redis.client)) === 0);
        expect(await runtime.scale(id, { maxAgeInMs: 0 })).to.include({ remaining: 0, delayed: 2 });
      });

      it('are counted as waiting where they are due and nobody listens', async () => {
        await send({ at: new Date(0) }, 'a', 'b', 'c');
        await send(anHour, 'd');
        const monitor = await createScaleMonitor({
          handlers: [classWith(decorator(), record)],
          connections: { [redisName]: redis.connection },
        });
        try {
          const scale = await monitor.read(id, { workers: 0 });
          expect(scale).to.include({ remaining: 3, delayed: 1, demand: 3, targetWorkers: 1 });
        } finally {
          await monitor.close();
        }
      });

      it('are left alone by a function without the option', async () => {
        await send({ at: new Date(0) }, 'a');
        const runtime = await redis.startRuntime([classWith(decorator({ delayed: false }), record)]);
        await signalled('readAnswered', () => runtime.health().ready);
        const scale = await runtime.scale(id, { maxAgeInMs: 0 });
        expect(scale.remaining).to.equal(0);
        expect(scale).not.to.have.property('delayed');
        expect(await redis.client.zcard(delayedKey)).to.equal(1);
      });

      it('of several keys go each to its own', async () => {
        const keys = ['one', 'two', '{three}:tagged'];
        await redis.startRuntime([classWith(decorator({ key: keys }), record)]);
        for (const key of keys) await delayAll(redis.client, kind, { inMs: 20 }, [key], key);
        await received.until(3);
        expect(bodies().sort()).to.deep.equal([...keys].sort());
        expect(await redis.client.keys('*delayed*')).to.deep.equal([]);
      });
    });
  }

  it('are added to a stream with all their fields, and trim it', async () => {
    for (let old = 0; old < 250; old++) await redis.client.xadd('source', '*', 'old', old);
    const trigger = RedisStreamTrigger({
      connection: redisName,
      key: 'source',
      delayed: true,
      startFrom: '$',
    });
    await redis.startRuntime([classWith(trigger, record)]);
    const contentOf = (body: string | Buffer) =>
      ({ kind: 'stream', fields: ['a', body, 'a', 'again', '', ''], maxLength: 1 }) as const;
    await delayAll(redis.client, { contentOf }, { inMs: 20 }, ['x']);
    await received.until(1);
    expect(JSON.parse(bodies()[0]!)).to.deep.equal({ a: ['x', 'again'], '': '' });
    expect(await redis.client.xlen('source')).to.be.within(1, 150);
  });
});

/** What was sent, of an element or of the only field of an entry. */
function bodyOf(message: string): string {
  if (!message.startsWith('{"body"')) return message;
  return (JSON.parse(message) as { body: string }).body;
}
