import { expect } from 'chai';
import { FleetKeys } from '../../lib/fleet/fleet-keys.js';
import { identify } from '../../lib/fleet/fleet-process.js';
import { Heartbeat } from '../../lib/fleet/heartbeat.js';
import { openFleet } from '../../lib/fleet/open-fleet.js';
import { succeeded, type Failed } from '../../lib/messages/outcome.js';
import type { AccompaniedRuntime } from '../../lib/runtime/companion/runtime-companion.js';
import type { CommandClient } from '../../lib/redis/commands/clients.js';
import type { RedisCommand } from '../../lib/redis/commands/command-sender.js';
import type { EndingObserver } from '../../lib/runtime/reporting/invocation-events.js';
import { VirtualClock } from '../../lib/testing/fake/clock/virtual-clock.js';
import { FakeRedis } from '../../lib/testing/fake/fake-redis.js';
import type { PageSource } from '../../lib/ui/page-source.js';
import { servePage, type Page } from '../../lib/ui/serve-page.js';
import type { FunctionPage, FunctionRow, Overview, ProcessPage } from '../../lib/ui/shapes.js';
import { ManualClock } from '../support/manual-clock.js';
import { senderOf } from '../support/sender-of.js';

const functionId = 'Shop.onOrder';
const minuteInMs = 60_000;

const failure = { status: 'failed' } as Failed;

/** A process of the fleet without anything else: what it says, and what it has counted. */
interface Member {
  readonly beat: () => Promise<unknown>;
  readonly handle: (good: number, bad: number) => void;
}

describe('The history of a fleet on the page', () => {
  let fake: FakeRedis;
  let serverClock: VirtualClock;
  let clock: ManualClock;
  let page: Page;
  let members: Member[];

  beforeEach(() => {
    serverClock = new VirtualClock(Date.UTC(2030, 0, 1, 3));
    fake = new FakeRedis({ clock: serverClock });
    clock = new ManualClock(serverClock.now());
    members = [makeMember(), makeMember(), makeMember()];
    page = openPage();
  });
  afterEach(async () => {
    page.close();
    await fake.close();
  });

  function makeMember(): Member {
    let ended: EndingObserver = () => undefined;
    const runtime = {
      clock,
      functions: [],
      health: () => ({ state: 'running', functions: {} }),
      onEnded: (observer: EndingObserver) => (ended = observer),
      client: senderOf(fake.createClient()),
    } as unknown as AccompaniedRuntime;
    const identity = identify(`${Math.random()}`, clock.date(), '1');
    const heartbeat = new Heartbeat({ runtime, keys: new FleetKeys('spec'), identity, intervalInMs: 60_000 });
    return {
      beat: () => heartbeat.beat(),
      handle: (good, bad) => {
        for (let index = 0; index < good; index++) ended(functionId, [succeeded], 40);
        for (let index = 0; index < bad; index++) ended(functionId, [failure], 4_000);
      },
    };
  }

  /** Of processes that run elsewhere, as the command `ui` opens it. */
  function openPage(): Page {
    const sender = senderOf(fake.createClient());
    const client = {
      ...sender,
      isReady: true,
      onError: () => undefined,
      whenReady: () => Promise.resolve(),
      transaction: (commands: readonly RedisCommand[]) =>
        Promise.all(commands.map((each) => sender.send(each))),
    } as unknown as CommandClient;
    const describeError = (error: unknown): { name: string; message: string } => error as Error;
    const fleet = openFleet('spec', {
      client,
      target: { name: 'shop', label: 'fake' },
      timeoutInMs: 5_000,
      describeError,
      close: () => undefined,
    });
    const source: PageSource = {
      functions: undefined,
      fleet: { name: 'spec', fleet },
      running: undefined,
      logger: undefined,
      describeError,
      scrub: (text) => text,
      targetOf: () => ({}) as never,
      clientOf: () => client,
      alone: () => Promise.resolve([{ id: functionId, kind: 'list', sources: ['orders'] }]),
    };
    return servePage(source, { authorize: () => 'read' }, clock);
  }

  async function ask<Shape>(path: string): Promise<Shape> {
    const answer = await page.fetch(new Request(`http://localhost/api/${path}`));
    expect(answer.status).to.equal(200);
    return (await answer.json()) as Shape;
  }
  const row = async (): Promise<FunctionRow> => {
    const { rows } = await ask<Overview>('overview');
    const found = rows.find(({ id }) => id === functionId);
    if (!found) throw new Error('it is not there');
    return found;
  };
  const minutes = async (count: number): Promise<FunctionPage> =>
    ask<FunctionPage>(`function?function=${functionId}&minutes=${count}`);
  const handledIn = ({ minutes: each }: FunctionPage): number =>
    each.reduce((sum, { handled }) => sum + handled, 0);

  /** Every process handles something in the minute, says so, and the minute is over. */
  async function live(count: number, good = 3, bad = 1): Promise<void> {
    for (let minute = 0; minute < count; minute++) {
      for (const { handle } of members) handle(good, bad);
      for (const { beat } of members) await beat();
      await serverClock.advance(minuteInMs);
      await clock.advance(minuteInMs);
    }
  }

  it('is that of all processes, minute by minute, for an hour', async () => {
    for (const { beat } of members) await beat();
    await live(90);
    const { handled, failed: wrong, perMinute, failedPerMinute, p95 } = await row();
    // The present minute has only begun.
    expect(handled).to.deep.equal([...Array.from({ length: 59 }, () => 12), 0]);
    expect(wrong).to.deep.equal([...Array.from({ length: 59 }, () => 3), 0]);
    expect([perMinute, failedPerMinute]).to.deep.equal([9.6, 2.4]);
    expect(p95).to.be.a('number').that.is.at.least(4_000);
    const hour = await minutes(60);
    expect([hour.historyOf, hour.minutes.length, handledIn(hour)]).to.deep.equal(['fleet', 60, 59 * 12]);
    expect(hour.minutes.at(-1)?.at).to.equal(serverClock.now());
    const { processes, unknown } = await ask<ProcessPage>('processes');
    expect([processes.length, unknown]).to.deep.equal([3, undefined]);
  });

  it('goes on while the page is open, also after a time in which nobody looked', async () => {
    for (const { beat } of members) await beat();
    await live(10);
    expect(handledIn(await minutes(60))).to.equal(10 * 12);
    await live(1, 10, 0);
    const next = await minutes(60);
    expect(next.minutes.slice(-3).map(({ handled, failed: wrong }) => [handled, wrong])).to.deep.equal([
      [12, 3],
      [30, 0],
      [0, 0],
    ]);
    await live(25);
    expect(handledIn(await minutes(60))).to.equal(35 * 12 + 30);
    await live(70, 1, 0);
    const later = await minutes(60);
    expect(later.minutes.map(({ handled }) => handled)).to.deep.equal([
      ...Array.from({ length: 59 }, () => 3),
      0,
    ]);
  });

  it('is that of eight hours where somebody wants them, and what is older is forgotten', async () => {
    for (const { beat } of members) await beat();
    await live(500);
    const page8 = await minutes(480);
    expect([page8.historyOf, page8.minutes.length]).to.deep.equal(['fleet', 480]);
    expect(handledIn(page8)).to.equal(479 * 12);
    expect(page8.minutes[0]?.at).to.equal(serverClock.now() - 479 * minuteInMs);
    expect(await fake.createClient().keys('*:minute:*')).to.have.length.within(479, 482);
  });

  it('says what it cannot know where no process is there', async () => {
    const { sees, rows } = await ask<Overview>('overview');
    expect(sees).to.not.have.property('fleet');
    expect(sees.unknown.join()).to.include('No process says what it does');
    expect(rows).to.have.length(1);
    expect(rows[0]).to.deep.equal({ id: functionId, kind: 'list', sources: ['orders'], state: 'unknown' });
    expect((await minutes(60)).historyOf).to.equal(undefined);
  });
});
