import { expect } from 'chai';
import { holdExclusive } from '../../lib/redis/commands/lua/hold-exclusive.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import { ChannelMessage } from '../../lib/messages/channel-message.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import type { GapEvent } from '../../lib/events/runtime-events.js';
import type { Class } from '../../lib/metadata/class.js';
import { eventually } from '../support/eventually.js';
import { ManualClock } from '../support/manual-clock.js';
import { Recorder } from '../support/recorder.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { signalled } from '../support/signalled.js';
import { describeOnRedis, redisName as connection } from '../support/test-redis.js';

const lease = '{news}:exclusive:News.onNews';

interface Handled {
  readonly by: string;
  readonly text: string;
}

describeOnRedis('An exclusive pub/sub function', (redis) => {
  let handled: Recorder<Handled>;

  beforeEach(() => {
    handled = new Recorder();
  });

  it('handles each message in one of the processes that subscribe', async () => {
    const runtimes = await startAs('first', 'second');
    for (let number = 0; number < 20; number++) await redis.client.publish('news', `${number}`);
    await handled.until(20);
    await signalled(
      'healthChanged',
      () => runtimes.every((runtime) => runtime.health().ready),
      'both to be ready',
    );
    expect(handled.items).to.deep.equal(
      Array.from({ length: 20 }, (_, number) => ({ by: 'first', text: `${number}` })),
    );
    expect(runtimes.map((runtime) => runtime.health().functions['News.onNews']?.standby)).to.deep.equal([
      false,
      true,
    ]);
  });

  it('is taken over by another process after a stop, which reports the gap', async () => {
    const [first] = await startAs('first');
    const logger = new RecordingLogger();
    await startWith('second', { logger });
    await redis.client.publish('news', 'one');
    await handled.until(1);
    await first!.stop();
    await publishUntilHandledBy('second');
    const gaps = logger.lines.filter(({ text }) => text.includes('not subscribed'));
    expect(gaps).to.have.length(1);
  });

  it('is taken over when its holder is not heard of any more', async () => {
    await holdAs('a process that died', 700);
    const [runtime] = await startAs('first');
    await redis.client.publish('news', 'for the dead');
    expect(runtime!.health().functions['News.onNews']).to.include({ state: 'listening', standby: true });
    const takenOverAt = performance.now();
    await publishUntilHandledBy('first');
    expect(performance.now() - takenOverAt).to.be.below(15_000);
    expect(handled.items.map(({ text }) => text)).not.to.include('for the dead');
  });

  it('gives way where another process took its lease meanwhile', async () => {
    const [runtime] = await startAs('first');
    await publishUntilHandledBy('first');
    await redis.client.del(lease);
    await holdAs('another', 60_000);
    await signalled(
      'healthChanged',
      () => runtime!.health().functions['News.onNews']?.standby === true,
      'it to stand by',
    );
    const before = handled.items.length;
    await redis.client.publish('news', 'for another');
    await runtime!.stop();
    expect(handled.items).to.have.length(before);
    expect(await redis.client.hget(lease, 'holder')).to.equal('another');
  });

  it('goes on where Redis has forgotten the lease', async () => {
    await startAs('first');
    await redis.client.flushall();
    await publishUntilHandledBy('first');
    await signalled(
      'healthChanged',
      async () => (await redis.client.exists(lease)) === 1,
      'the lease to be taken again',
    );
  });

  describe('whose lease is deleted', () => {
    const names = ['first', 'second'] as const;
    let clocks: Record<(typeof names)[number], ManualClock>;
    let runtimes: Runtime[];
    let heard: Recorder<string>;
    let published: number;

    beforeEach(async () => {
      clocks = { first: new ManualClock(), second: new ManualClock() };
      heard = new Recorder();
      published = 0;
      class Hearing {
        @RedisPubSubTrigger({ connection, channel: 'news' })
        onNews(message: ChannelMessage): void {
          heard.add(message.body.toString());
        }
      }
      runtimes = [];
      for (const name of names) runtimes.push(await startWith(name, { clock: clocks[name] }, [Hearing]));
    });

    it('stays with its holder, though another process notices first', async () => {
      await redis.client.flushall();
      await asksAgain('second');
      await publish('one');
      await asksAgain('first');
      await asksAgain('second');
      await publish('two');
      await asksAgain('first');
      await publish('three');
      expect(handled.items).to.deep.equal(handledBy('first', 'one', 'two', 'three'));
    });

    it('stays with its holder where a further process starts after that', async () => {
      await redis.client.del(lease);
      await asksAgain('second');
      await startWith('third', {});
      await publish('one');
      await asksAgain('first');
      await publish('two');
      expect(handled.items).to.deep.equal(handledBy('first', 'one', 'two'));
    });

    it('is taken over when a lease has passed where its holder is gone, which reports the gap', async () => {
      const gaps = new Recorder<GapEvent>();
      runtimes[1]!.on('gap', gaps.add);
      await redis.client.del(lease);
      const deletedAt = performance.now();
      // The server does not tell that a lease has passed.
      await eventually(async () => {
        await asksAgain('second');
        return runtimes[1]!.health().functions['News.onNews']?.standby === false;
      }, 'the second process to take over');
      expect(performance.now() - deletedAt).to.be.at.least(2_900);
      const [gap] = await gaps.until(1);
      expect(gap).to.include({ reason: 'no-holder' });
      expect(gap!.durationInMs).to.be.at.least(2_900);
    });

    it('is free at once after a stop', async () => {
      await redis.client.del(lease);
      await asksAgain('second');
      await runtimes[0]!.stop();
      await asksAgain('second');
      await publish('one', 1);
      expect(handled.items).to.deep.equal(handledBy('second', 'one'));
    });

    /** Lets the process ask for the lease; resolves when it has acted on the answer. */
    async function asksAgain(name: (typeof names)[number]): Promise<void> {
      await rests(name);
      await clocks[name].advance(1_000);
      await rests(name);
    }

    /** Each of its two functions waits a second between two looks at its subscription. */
    async function rests(name: (typeof names)[number]): Promise<void> {
      await clocks[name].until(() => clocks[name].sleeping === 2);
    }

    /** Resolves when all processes have heard it. */
    async function publish(text: string, processes = 2): Promise<void> {
      await redis.client.publish('news', text);
      await heard.until((published += processes));
    }
  });

  function handledBy(by: string, ...texts: readonly string[]): Handled[] {
    return texts.map((text) => ({ by, text }));
  }

  async function startAs(...names: readonly string[]): Promise<Runtime[]> {
    const runtimes: Runtime[] = [];
    for (const name of names) runtimes.push(await startWith(name, {}));
    return runtimes;
  }

  function startWith(by: string, options: object, others: readonly Class[] = []): Promise<Runtime> {
    class News {
      @RedisPubSubTrigger({ connection, channel: 'news', exclusive: true })
      onNews(message: ChannelMessage): void {
        handled.add({ by, text: message.body.toString() });
      }
    }
    return redis.startRuntime([News, ...others], options);
  }

  /** Publishes once more whenever something has changed: what nobody is in charge of is lost. */
  async function publishUntilHandledBy(name: string): Promise<void> {
    await signalled(
      'healthChanged',
      async () => {
        await redis.client.publish('news', 'another');
        return handled.items.some(({ by }) => by === name);
      },
      `a message handled by ${name}`,
    );
  }

  async function holdAs(holder: string, leaseInMs: number): Promise<void> {
    await redis.client.eval(holdExclusive.text, 1, lease, holder, leaseInMs, 60_000, 0, '', 0);
  }
});
