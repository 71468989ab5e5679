import { expect } from 'chai';
import type { ListFunction } from '../../../lib/functions/function-descriptor.js';
import {
  AtLeastOnceReader,
  type AtLeastOnceReaderOptions,
} from '../../../lib/list/at-least-once/at-least-once-reader.js';
import type { ListSource } from '../../../lib/list/at-least-once/list-source.js';
import { ListElement } from '../../../lib/messages/list-element.js';
import { RedisReplyError } from '../../../lib/redis/errors/redis-reply-error.js';
import { ManualClock, settled } from '../../support/manual-clock.js';

const descriptor = {
  keys: ['a', 'b'],
  blocking: true,
  listPopFromBeginning: true,
  pollingIntervalInMs: 1_000,
};
const wrong = new RedisReplyError('WRONGTYPE Operation against a key');

describe('AtLeastOnceReader', () => {
  let clock: ManualClock;
  let popped: string[];
  let lists: Map<string, string[]>;
  /** Lists that cannot be popped from. */
  let bad: Set<string>;
  let hasUnanswered: boolean;
  let becomeReady: () => void;
  let openGate: (() => void) | undefined;
  let reader: AtLeastOnceReader;

  beforeEach(() => {
    clock = new ManualClock();
    popped = [];
    lists = new Map();
    bad = new Set();
    hasUnanswered = false;
    openGate = undefined;
    reader = readerOf();
  });
  afterEach(() => reader.wake(AbortSignal.abort()));

  function sourceOf(key: string): ListSource {
    const check = async (): Promise<void> => {
      await Promise.resolve();
      if (bad.has(key)) throw wrong;
    };
    const pop = async (count: number): Promise<unknown[]> => {
      popped.push(key);
      await check();
      const bodies = lists.get(key)?.splice(0, count) ?? [];
      return bodies.map((body) => ({ element: new ListElement(key, Buffer.from(body)) }));
    };
    return {
      key,
      pop,
      examine: check,
      get consumer() {
        return { hasUnanswered, mayHaveTaken: hasUnanswered ? 3 : 0, waiting: 1 };
      },
    } as unknown as ListSource;
  }

  function readerOf(changes: object = {}): AtLeastOnceReader {
    const listFunction = { ...descriptor, ...changes } as unknown as ListFunction;
    const onReady: (() => void)[] = [];
    becomeReady = () => onReady.forEach((tell) => tell());
    return new AtLeastOnceReader({
      descriptor: listFunction,
      blocking: {
        send: () => Promise.reject(new Error('two lists are waited for without the server')),
        onReady: (listener) => void onReady.push(listener),
        whenReady: () => Promise.resolve(),
      },
      command: { send: () => Promise.resolve(null) },
      clock,
      sources: listFunction.keys.map(sourceOf),
      gate: {
        get isOpen() {
          return openGate === undefined;
        },
        whenOpen: (signal) =>
          new Promise((resolve) => {
            openGate = resolve;
            if (signal.aborted) resolve();
            signal.addEventListener('abort', () => resolve());
          }),
      },
    } satisfies AtLeastOnceReaderOptions);
  }

  const read = async (count = 5): Promise<string[]> =>
    (await reader.read(count)).map(({ key, body }) => `${key} ${String(body)}`);
  /** Whether a read waits before it looks. */
  async function waits(): Promise<boolean> {
    popped = [];
    const reading = read();
    await settled();
    const isWaiting = popped.length === 0;
    if (isWaiting) await clock.advance(1_000);
    await reading;
    return isWaiting;
  }

  it('looks at each list in turn until one has elements', async () => {
    lists.set('a', ['1', '2', '3']);
    lists.set('b', ['4']);
    const both = [await read(2), await read(2)].flat();
    expect(both).to.have.members(['a 1', 'a 2', 'b 4']);
    expect(popped).to.have.length(2);
    expect(await read()).to.deep.equal(['a 3']);
    expect(await read()).to.deep.equal([]);
  });

  it('waits only after a look that found nothing, unless it is hurried, or connected anew', async () => {
    expect(await waits()).to.equal(false);
    expect(await waits()).to.equal(true);
    reader.hurry();
    expect(await waits()).to.equal(false);
    becomeReady();
    expect(await waits()).to.equal(false);
    lists.set('a', ['1']);
    expect(await waits()).to.equal(true);
    expect(await waits(), 'after one that found something').to.equal(false);
  });

  it('does not wait where the function never does, or where a pop was not answered', async () => {
    hasUnanswered = true;
    expect([await waits(), await waits()]).to.deep.equal([false, false]);
    hasUnanswered = false;
    reader = readerOf({ blocking: false });
    expect([await waits(), await waits()]).to.deep.equal([false, false]);
  });

  it('says how many elements may come that it does not ask for', () => {
    expect(reader.owed).to.equal(2);
    hasUnanswered = true;
    expect(reader.owed).to.equal(8);
  });

  it('pops nothing while the gate is closed, and says that it waits for handlers', async () => {
    openGate = () => undefined;
    expect(reader.mayTakeLong).to.equal(true);
    lists.set('a', ['1']);
    lists.set('b', ['1']);
    const reading = read(1);
    await settled();
    expect(popped).to.deep.equal([]);
    openGate();
    openGate = undefined;
    expect(await reading).to.have.length(1);
    expect(reader.mayTakeLong).to.equal(false);
  });

  it('pops nothing once it is woken for good', async () => {
    openGate = () => undefined;
    lists.set('a', ['1']);
    const reading = read();
    await settled();
    await reader.wake(AbortSignal.abort());
    openGate = undefined;
    expect([await reading, popped]).to.deep.equal([[], []]);
  });

  it('leaves out a bad list, says so, and looks at it again later', async () => {
    bad.add('a');
    for (let reads = 0; reads < 2 && reader.keyError === undefined; reads++)
      await read().catch(() => undefined);
    expect(reader.keyError).to.equal(wrong);
    popped = [];
    reader.hurry();
    await read();
    expect(popped).to.deep.equal(['b']);
    bad.delete('a');
    await clock.advance(5_000);
    reader.hurry();
    await read();
    expect([popped.length, reader.keyError]).to.deep.equal([3, undefined]);
  });

  it('fails where no list is well', async () => {
    bad.add('a').add('b');
    expect(await read().catch((error: unknown) => error)).to.equal(wrong);
    expect(await read().catch((error: unknown) => error)).to.equal(wrong);
  });
});
