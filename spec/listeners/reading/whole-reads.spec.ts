import { expect } from 'chai';
import type { ListFunction } from '../../../lib/functions/function-descriptor.js';
import type { MessageReader } from '../../../lib/listeners/reading/message-reader.js';
import { ReadLoop, type ReadLoopOptions } from '../../../lib/listeners/reading/read-loop.js';
import type { Settlement } from '../../../lib/listeners/window/settlement.js';
import type { ListElement } from '../../../lib/messages/list-element.js';
import { succeeded, type Outcome } from '../../../lib/messages/outcome.js';
import { endOfRound } from '../../../lib/time/event-loop.js';
import { systemClock } from '../../../lib/time/system-clock.js';
import { RedisListTrigger } from '../../../lib/triggers/redis-list-trigger.js';
import { classWith, describeOne } from '../../support/describe-classes.js';
import { element } from '../../support/messages.js';

describe('The reads of a backlog', () => {
  /** What happened, in order. */
  let log: string[] = [];
  const client = {
    isReady: true,
    whenReady: (): Promise<void> => Promise.resolve(),
    writeNow: (): void => void log.push('written'),
  };
  const settlement: Settlement<ListElement> = {
    settle: () => undefined,
    idOf: (message) => message,
    comesAgain: () => false,
  };

  /** Reads until so many elements were asked for; resolves with how many each read asked for. */
  async function readsOf(
    limits: { prefetch?: number; concurrency?: number },
    handle: () => Promise<void>,
    most: number,
  ): Promise<number[]> {
    const asked: number[] = [];
    log = [];
    let left = most;
    let arrival: Promise<void> | undefined;
    let onEnd: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => (onEnd = resolve));
    const reader: MessageReader<ListElement> = {
      keyError: undefined,
      read: async (count) => {
        if (left <= 0) onEnd();
        if (left <= 0) return [];
        asked.push(count);
        log.push('read');
        left -= count;
        // All that were asked for in one round are answered in one piece.
        arrival ??= endOfRound().then(() => (arrival = undefined));
        await arrival;
        return Array.from({ length: count }, () => element());
      },
      wake: () => Promise.resolve(),
      examine: () => Promise.resolve(),
      hurry: () => undefined,
    };
    const options = {
      descriptor: describeOne(
        classWith(
          RedisListTrigger({ connection: 'c', key: 'k', count: 10, pollingIntervalInMs: 1, ...limits }),
        ),
      ),
      observer: { listening: (): void => undefined, cannotListen: (): void => undefined },
      executor: {
        execute: async (): Promise<Outcome[]> => {
          log.push('handler');
          await handle();
          return [succeeded];
        },
      },
      blocking: client,
      command: client,
      slots: [],
      clock: systemClock,
    };
    const readLoop = new ReadLoop(options as unknown as ReadLoopOptions<ListFunction>, reader, settlement);
    await readLoop.start();
    await ended;
    await readLoop.stop(new AbortController().signal);
    return asked;
  }

  for (const prefetch of [0, 10]) {
    it(`ask for whole counts after the first, which are small, with prefetch ${prefetch}`, async () => {
      const asked = await readsOf({ prefetch }, () => Promise.resolve(), 500);
      expect(asked.slice(0, 2)).to.deep.equal([1, 8]);
      expect(new Set(asked.slice(4))).to.deep.equal(new Set([10]));
    });
  }

  it('stay whole where the last of the handlers that began together ends a little later', async () => {
    // Only then is there something to look for: whatever came first would come first again.
    let begun = 0;
    const handle = async (): Promise<void> => {
      const rounds = ++begun % 10 === 9 ? 4 : 3;
      for (let round = 0; round < rounds; round++) await endOfRound();
    };
    const asked = await readsOf({ prefetch: 0 }, handle, 500);
    expect(new Set(asked.slice(4))).to.deep.equal(new Set([10]));
  });

  it('are written before the handlers start that waited for those which ended', async () => {
    // So long that the next read is answered while they run.
    const handle = async (): Promise<void> => {
      for (let rounds = 0; rounds < 3; rounds++) await endOfRound();
    };
    await readsOf({ prefetch: 10 }, handle, 500);
    expect(log.join(' ')).to.contain('handler read written handler');
  });

  it('begin several at once where replies came together, so that they are written together', async () => {
    await readsOf({ concurrency: 100 }, () => Promise.resolve(), 5_000);
    const runs = log.join(' ').match(/read( read)*/g) ?? [];
    // At first there are few, and at last they find nothing.
    const steady = runs.slice(runs.length / 2, -4).map((run) => run.split(' ').length);
    expect(steady).to.have.length.above(10);
    expect(new Set(steady)).to.deep.equal(new Set([3, 1]));
    expect(steady.filter((reads) => reads === 3)).to.have.length.above(0.7 * steady.length);
  });

  it('ask for as many as there are permits while some handlers never end', async () => {
    let begun = 0;
    const never = new Promise<void>(() => undefined);
    const asked = await readsOf({ prefetch: 0 }, () => (begun++ < 9 ? never : Promise.resolve()), 100);
    expect(asked.slice(-50)).to.deep.equal(asked.slice(-50).map(() => 1));
  });
});
