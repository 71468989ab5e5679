import { expect } from 'chai';
import { Recorder } from '../../support/recorder.js';
import { signalled } from '../../support/signalled.js';
import { describeOnRedis, type TestRedis } from '../../support/test-redis.js';
import { deadLetters, deliveryKinds, type DeliveryKind } from './delivery-kinds.js';

for (const kind of deliveryKinds) {
  describeOnRedis(`Delivery by ${kind.name}`, (redis) => {
    const send = sender(redis, kind);

    it('hands each message to the handler once', async () => {
      const received = new Recorder<string>();
      await redis.startRuntime([kind.handler(received.add)]);
      await send(texts(100));
      await received.until(100);
      await send(['last']);
      await received.untilTrue((items) => items.includes('last'));
      expect([...received.items].sort()).to.deep.equal([...texts(100), 'last'].sort());
    });

    it('runs as many handlers at once as `concurrency` says, and no more', async () => {
      const started = new Recorder<string>();
      const { gate, open } = makeGate();
      const handle = (text: string): Promise<void> => (started.add(text), gate);
      await redis.startRuntime([kind.handler(handle, { concurrency: 5 })]);
      await send(texts(20));
      await started.until(5);
      await redis.client.ping();
      expect(started.items).to.have.length(5);
      open();
      await started.until(20);
    });

    it('is in order with concurrency 1, however long each handler takes', async () => {
      const ended = new Recorder<string>();
      const handle = async (text: string): Promise<void> => {
        for (let turns = Number(text) % 5; turns > 0; turns--) await nextTurn();
        ended.add(text);
      };
      await redis.startRuntime([kind.handler(handle, { concurrency: 1 })]);
      await send(texts(100));
      expect(await ended.until(100)).to.deep.equal(texts(100));
    });

    it('hands a message to the handler again that failed', async () => {
      const tried = new Recorder<string>();
      const handle = (text: string): void => {
        const isFirst = !tried.items.includes(text);
        tried.add(text);
        if (isFirst) throw new Error('not this time');
      };
      const runtime = await redis.startRuntime([kind.handler(handle, kind.resending)]);
      await send(['a', 'b']);
      expect([...(await tried.until(4))].sort()).to.deep.equal(['a', 'a', 'b', 'b']);
      await signalled('healthChanged', () => runtime.health().functions['Letters.onLetter']?.succeeded === 2);
    });

    it(`leaves a message whose handler never ends to be ${unfinishedText(kind)} after the stop`, async () => {
      const started = new Recorder<string>();
      const never = (text: string): Promise<void> => (started.add(text), new Promise(() => undefined));
      const runtime = await redis.startRuntime([kind.handler(never)], { shutdownTimeoutInMs: 500 });
      await send(['a']);
      await started.until(1);
      await runtime.stop();
      const expected = kind.unfinished === 'delivered again' ? ['a', 'marker'] : ['marker'];
      expect(await receivedLater('marker', expected.length)).to.deep.equal(expected);
      const recorded = await redis.client.xlen(deadLetters);
      expect(recorded).to.equal(kind.unfinished === 'dead letter' ? 1 : 0);
    });

    it('goes on after a stop with another runtime', async () => {
      const received = new Recorder<string>();
      const runtime = await redis.startRuntime([kind.handler(received.add)]);
      await send(['before']);
      await received.until(1);
      await runtime.stop();
      await send(['meanwhile']);
      const expected = kind.keepsOldMessages ? ['after', 'meanwhile'] : ['after'];
      expect(await receivedLater('after', expected.length)).to.deep.equal(expected);
      expect(received.items).to.deep.equal(['before']);
    });

    it('goes on after messages that fail', async () => {
      const received = new Recorder<string>();
      const handle = (text: string): void => {
        if (text.startsWith('bad')) throw new Error(text);
        received.add(text);
      };
      await redis.startRuntime([kind.handler(handle, { concurrency: 1 })]);
      const bad = Array.from({ length: 30 }, (_, index) => `bad ${index}`);
      await send([...bad, 'good']);
      expect(await received.until(1)).to.deep.equal(['good']);
    });

    it(
      kind.hasGroups
        ? 'gives every message to each of two functions'
        : 'gives each message to one of two functions',
      async () => {
        const received = new Recorder<string>();
        const handlers = ['one', 'two'].map((name) =>
          kind.handler((text) => received.add(`${name} ${text}`), { name }),
        );
        await redis.startRuntime(handlers);
        await send(texts(50));
        await received.until(kind.hasGroups ? 100 : 50);
        const byText = texts(50).map(
          (text) => received.items.filter((item) => item.endsWith(` ${text}`)).length,
        );
        expect(new Set(byText)).to.deep.equal(new Set([kind.hasGroups ? 2 : 1]));
      },
    );

    it(
      kind.shares ? 'is shared by two runtimes of one function' : 'gives every message to two runtimes',
      async () => {
        const received = new Recorder<string>();
        for (const name of ['one', 'two']) {
          await redis.startRuntime([
            kind.handler(async (text) => {
              await nextTurn();
              received.add(`${name} ${text}`);
            }),
          ]);
        }
        await send(texts(200));
        await received.until(kind.shares ? 200 : 400);
        expect(new Set(received.items.map((item) => item.slice(0, 3)))).to.have.property('size', 2);
        expect(new Set(received.items)).to.have.property('size', kind.shares ? 200 : 400);
      },
    );

    it(`${kind.keepsOldMessages ? 'has' : 'does not have'} old messages for who comes later`, async () => {
      await send(texts(20));
      const expected = kind.keepsOldMessages ? [...texts(20), 'last'].sort() : ['last'];
      expect(await receivedLater('last', expected.length)).to.deep.equal(expected);
    });

    it(`tells handlers of a stop; what they give up is ${kind.cancelled}`, async () => {
      const started = new Recorder<string>();
      const told = new Recorder<string>();
      const runtime = await redis.startRuntime(
        [
          kind.handler(async (text, { signal }) => {
            started.add(text);
            await new Promise((resolve) => signal.addEventListener('abort', resolve));
            told.add(text);
            throw new Error('given up');
          }),
        ],
        { shutdownTimeoutInMs: 1_000 },
      );
      await send(['a']);
      await started.until(1);
      await runtime.stop();
      expect(told.items).to.deep.equal(['a']);
      const expected = kind.cancelled === 'delivered again' ? ['a', 'marker'] : ['marker'];
      expect(await receivedLater('marker', expected.length)).to.deep.equal(expected);
      expect(await redis.client.xlen(deadLetters)).to.equal(0);
    });

    it('goes on when connections are lost in the middle of 10,000', async function () {
      this.timeout(180_000);
      const all = texts(10_000);
      const received = new Recorder<string>();
      await redis.startRuntime([kind.handler(received.add)]);
      const sending = send(all.slice(0, 5_000));
      await received.until(1_000);
      if (!kind.keepsOldMessages) await sending;
      if (!kind.keepsOldMessages) await received.until(5_000);
      for (const type of ['normal', 'pubsub']) {
        await redis.client.call('CLIENT', 'KILL', 'TYPE', type, 'SKIPME', 'yes');
      }
      await sending;
      if (!kind.keepsOldMessages) await signalled('healthChanged', isSubscribed, 'a new subscription');
      await send([...all.slice(5_000), 'last']);
      await received.untilTrue((items) => items.includes('last'));
      await received.untilTrue((items) => new Set(items).size >= 10_001 - kind.lostByCut, 'the rest');
      expect(received.items.length - new Set(received.items).size).to.be.at.most(kind.repeatedByCut);
    });

    /** Sends a message to another runtime, and resolves with what that got, sorted, once it is so many. */
    async function receivedLater(last: string, count: number): Promise<string[]> {
      const received = new Recorder<string>();
      const runtime = await redis.startRuntime([kind.handler(received.add)]);
      await send([last]);
      await received.untilTrue((items) => items.includes(last) && items.length >= count);
      await signalled('healthChanged', () => runtime.health().functions['Letters.onLetter']?.inFlight === 0);
      return [...received.items].sort();
    }

    async function isSubscribed(): Promise<boolean> {
      const [, count] = (await redis.client.pubsub('NUMSUB', 'letters')) as [string, number];
      return count > 0;
    }
  });
}

function sender(redis: TestRedis, kind: DeliveryKind) {
  return async (all: readonly string[]): Promise<void> => {
    await Promise.all(all.map((text) => kind.send(redis.client, text)));
  };
}

function unfinishedText({ unfinished }: DeliveryKind): string {
  return unfinished === 'dead letter' ? 'a dead letter' : unfinished;
}

function texts(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${index}`);
}

function makeGate(): { gate: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const gate = new Promise<void>((resolve) => (open = resolve));
  return { gate, open };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
