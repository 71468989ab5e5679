import { expect } from 'chai';
import type { ListFunction } from '../../../lib/functions/function-descriptor.js';
import { SlotReaders, type SlotReader } from '../../../lib/listeners/reading/slot-readers.js';
import type { BlockingClient } from '../../../lib/redis/commands/clients.js';
import { RedisReplyError } from '../../../lib/redis/errors/redis-reply-error.js';
import { ManualClock, settled } from '../../support/manual-clock.js';
import { realTime } from '../../support/real-time.js';

const never = new AbortController().signal;

/** A slot whose reads a spec answers. */
class Slot {
  readonly asked: number[] = [];
  hurried = 0;
  woken = 0;
  keyError: unknown;
  private readonly replies: { resolve: (messages: string[]) => void; reject: (error: unknown) => void }[] =
    [];

  isReady = true;
  /** How often it was asked whether the bytes of its connection move. */
  looks = 0;
  becomeReady: () => void = () => undefined;

  readonly reader: SlotReader<string>;

  constructor(key: string) {
    const isReady = (): boolean => this.isReady;
    const look = (): number => (this.looks += 1);
    this.reader = {
      keys: [key],
      client: {
        get isReady() {
          return isReady();
        },
        get moves() {
          return look();
        },
        whenReady: () =>
          new Promise<void>((resolve) => {
            this.becomeReady = () => {
              this.isReady = true;
              resolve();
            };
          }),
      } as unknown as BlockingClient,
      reader: {
        keyError: undefined,
        read: (count: number) => {
          this.asked.push(count);
          return new Promise<string[]>((resolve, reject) => this.replies.push({ resolve, reject }));
        },
        wake: () => Promise.resolve(void (this.woken += 1)),
        examine: () => Promise.resolve(),
        hurry: () => void (this.hurried += 1),
        takeRest: () => Promise.resolve([]),
      },
    };
  }

  answer(...messages: string[]): void {
    this.replies.shift()?.resolve(messages);
  }

  fail(error: unknown): void {
    this.replies.shift()?.reject(error);
  }
}

describe('SlotReaders', () => {
  let one: Slot;
  let two: Slot;
  let three: Slot;
  let clock: ManualClock;
  let slots: SlotReaders<string>;

  const readersOf = (own: readonly Slot[], blocking = false): SlotReaders<string> => {
    const descriptor = { blocking, pollingIntervalInMs: 60_000, connection: 'c' } as ListFunction;
    return new SlotReaders(
      descriptor,
      own.map(({ reader }) => reader),
      clock,
    );
  };

  beforeEach(() => {
    [one, two, three] = [new Slot('one'), new Slot('two'), new Slot('three')];
    clock = new ManualClock(1_000);
    slots = readersOf([one, two]);
  });

  afterEach(() => slots.wake(never));

  it('share the room among the slots, and give what one of them brings', async () => {
    const read = slots.read(5);
    await settled();
    expect([one.asked, two.asked]).to.deep.equal([[2], [3]]);
    two.answer('a', 'b');
    expect(await read).to.deep.equal(['a', 'b']);
  });

  it('ask no slot while the room is taken by another', async () => {
    const read = slots.read(1);
    await settled();
    expect([one.asked, two.asked]).to.deep.equal([[1], []]);
    one.answer('a');
    expect(await read).to.deep.equal(['a']);
    await clock.advance(1);
    void slots.read(1);
    await settled();
    expect([one.asked, two.asked], 'the one that was asked longest ago').to.deep.equal([[1], [1]]);
  });

  it('find nothing only when every slot was looked at', async () => {
    let isOver = false;
    const read = slots.read(2).then((messages) => {
      isOver = true;
      return messages;
    });
    await settled();
    one.answer();
    await settled();
    expect(isOver).to.equal(false);
    two.answer();
    expect(await read).to.deep.equal([]);
  });

  it('go on with the others when a slot fails, and say what is wrong with it until it reads again', async () => {
    const wrong = new RedisReplyError('WRONGTYPE Operation against a key');
    const read = slots.read(2);
    await settled();
    one.fail(wrong);
    await settled();
    expect(slots.keyError).to.equal(wrong);
    two.answer('a');
    expect(await read).to.deep.equal(['a']);
    const next = slots.read(2);
    await settled();
    expect([one.asked.length, two.asked.length], 'the bad one rests').to.deep.equal([1, 2]);
    two.answer('b');
    expect(await next).to.deep.equal(['b']);
  });

  it('fail when every slot fails', async () => {
    const closed = new Error('Connection is closed.');
    const read = slots.read(2).catch((error: unknown) => error);
    await settled();
    one.fail(closed);
    two.fail(closed);
    expect(await read).to.equal(closed);
  });

  it('say nothing of a slot that is found on another node soon', async () => {
    void slots.read(2);
    await settled();
    one.fail(new RedisReplyError('MOVED 1 127.0.0.1:7001'));
    await settled();
    expect(slots.keyError).to.equal(undefined);
  });

  it('give what came and nobody has asked for when the reading ends', async () => {
    void slots.read(2);
    await settled();
    one.answer('a');
    await settled();
    await slots.wake(never);
    expect([one.woken, two.woken]).to.deep.equal([1, 1]);
    let isOver = false;
    const rest = slots.takeRest(never).then((messages) => {
      isOver = true;
      return messages;
    });
    await settled();
    expect(isOver, 'before the last reply').to.equal(false);
    two.answer('b');
    expect(await rest).to.deep.equal(['b']);
  });

  it('say that a slot is not found on any node only after it was looked for many times', async () => {
    slots = readersOf([one]);
    void slots.read(1).catch(() => undefined);
    await settled();
    for (let failures = 1; failures <= 21; failures++) {
      expect(slots.keyError, `after ${failures - 1} failures`).to.equal(undefined);
      one.fail(new RedisReplyError('MOVED 1 127.0.0.1:7001'));
      await settled();
      await clock.advance(200);
    }
    expect(slots.keyError).to.be.instanceOf(RedisReplyError);
  });

  it('let a slot rest for longer after each failure in a row', async () => {
    void slots.read(2);
    await settled();
    for (const [index, mostInMs] of [100, 200, 400].entries()) {
      one.fail(new Error('Connection is closed.'));
      await settled();
      // A rest is at least half as long.
      await clock.advance(mostInMs / 2 - 1);
      expect(one.asked).to.have.length(index + 1);
      await clock.advance(mostInMs / 2 + 1);
      expect(one.asked).to.have.length(index + 2);
    }
  });

  it('ask a slot that fails again after its rest, also where it had no messages before', async () => {
    slots = readersOf([one, two], true);
    const empty = slots.read(2);
    await settled();
    one.answer();
    two.answer();
    expect(await empty).to.deep.equal([]);
    void slots.read(2);
    await settled();
    const before = one.asked.length;
    one.fail(new Error('Connection is closed.'));
    await settled();
    await clock.advance(100);
    expect(one.asked).to.have.length(before + 1);
  });

  it('end the wait at one slot where another may have messages and there is no room for both', async () => {
    slots = readersOf([one, two, three], true);
    const answer = async (slot: Slot, ...messages: string[]): Promise<void> => {
      await clock.advance(1);
      slot.answer(...messages);
      await settled();
    };
    const empty = slots.read(2);
    await settled();
    for (const slot of [one, two, three]) await answer(slot);
    expect(await empty).to.deep.equal([]);
    expect([one, two, three].map(({ asked }) => asked.length)).to.deep.equal([2, 2, 1]);
    const read = slots.read(2);
    await answer(two, 'a');
    expect(await read).to.deep.equal(['a']);
    for (const slot of [one, two, three]) slot.hurried = 0;
    void slots.read(1);
    await settled();
    expect([one, two, three].map(({ hurried }) => hurried)).to.deep.equal([1, 0, 0]);
  });

  it('wait for the connection of a slot while its bytes move, and read it then', async () => {
    slots = readersOf([one]);
    one.isReady = false;
    const read = slots.read(1);
    // Longer than no patience at all.
    await realTime(20);
    expect([one.asked, one.looks > 0]).to.deep.equal([[], true]);
    one.becomeReady();
    await settled();
    one.answer('a');
    expect(await read).to.deep.equal(['a']);
  });

  it('hurry every slot', () => {
    slots.hurry();
    expect([one.hurried, two.hurried]).to.deep.equal([1, 1]);
  });
});
