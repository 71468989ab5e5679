import { expect } from 'chai';
import { FleetKeys, minuteOf } from '../../lib/fleet/fleet-keys.js';
import { identify } from '../../lib/fleet/fleet-process.js';
import { Heartbeat } from '../../lib/fleet/heartbeat.js';
import type { RedisCommand } from '../../lib/redis/commands/command-sender.js';
import type { EndingObserver } from '../../lib/runtime/reporting/invocation-events.js';
import { succeeded } from '../../lib/messages/outcome.js';
import type { AccompaniedRuntime } from '../../lib/runtime/companion/runtime-companion.js';
import { VirtualClock } from '../../lib/testing/fake/clock/virtual-clock.js';
import { FakeRedis } from '../../lib/testing/fake/fake-redis.js';
import { ManualClock } from '../support/manual-clock.js';
import { senderOf } from '../support/sender-of.js';

describe('Heartbeat', () => {
  const keys = new FleetKeys('spec');
  let fake: FakeRedis;
  let serverClock: VirtualClock;
  let loseAnswer: boolean;
  let clock: ManualClock;
  let ended: EndingObserver;

  beforeEach(() => {
    serverClock = new VirtualClock();
    fake = new FakeRedis({ clock: serverClock });
    loseAnswer = false;
    clock = new ManualClock(serverClock.now());
  });
  afterEach(() => fake.close());

  it('is not counted twice where its answer was lost', async () => {
    const heartbeat = makeHeartbeat();
    await heartbeat.beat();
    handle(3);
    loseAnswer = true;
    expect(await heartbeat.beat().catch(() => 'lost')).to.equal('lost');
    handle(2);
    await heartbeat.beat();
    expect(await processed()).to.equal(3);
    await heartbeat.beat();
    expect(await processed()).to.equal(5);
  });

  it('is that of the reader until another one may have been chosen', async () => {
    const [first, second] = [makeHeartbeat(), makeHeartbeat()];
    await first.beat();
    await second.beat();
    expect([first.isReader, second.isReader]).to.deep.equal([true, false]);
    await clock.advance(15_000);
    expect(first.isReader).to.equal(false);
    await serverClock.advance(15_000);
    await second.beat();
    await first.beat();
    expect([first.isReader, second.isReader]).to.deep.equal([false, true]);
  });

  function makeHeartbeat(): Heartbeat {
    const client = senderOf(fake.createClient());
    const runtime = {
      clock,
      functions: [],
      health: () => ({ state: 'running', functions: {} }),
      onEnded: (observer: EndingObserver) => (ended = observer),
      client: {
        send: async (command: RedisCommand) => {
          const reply = await client.send(command);
          if (!loseAnswer) return reply;
          loseAnswer = false;
          throw new Error('the connection was lost');
        },
      },
    } as unknown as AccompaniedRuntime;
    const identity = identify(`${Math.random()}`, clock.date(), '1');
    return new Heartbeat({ runtime, keys, identity, intervalInMs: 5_000 });
  }

  function handle(count: number): void {
    for (let index = 0; index < count; index++) ended('Orders.onOrder', [succeeded], 5);
  }

  async function processed(): Promise<number> {
    const minute = keys.minute(minuteOf(serverClock.now()));
    return Number(await fake.createClient().hget(minute, 'Orders.onOrder p'));
  }
});
