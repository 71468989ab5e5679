import { expect } from 'chai';
import type { ListFunction } from '../../../lib/functions/function-descriptor.js';
import { SlotReaders, type SlotReader } from '../../../lib/listeners/reading/slot-readers.js';
import type { BlockingClient } from '../../../lib/redis/commands/clients.js';
import { RedisReplyError } from '../../../lib/redis/errors/redis-reply-error.js';
import { settled } from '../../support/manual-clock.js';

const never = new AbortController().signal;

/** A slot whose reads a spec answers. */
class Slot {
  readonly asked: number[] = [];
  hurried = 0;
  woken = 0;
  keyError: unknown;
  private readonly replies: { resolve: (messages: string[]) => void; reject: (error: unknown) => void }[] =
    [];

  readonly reader: SlotReader<string>;

  constructor(key: string) {
    this.reader = {
      keys: [key],
      client: { isReady: true } as BlockingClient,
      reader: {
        keyError: undefined,
        read: (count: number) => {
          this.asked.push(count);
          return new Promise<string[]>((resolve, reject) => this.replies.push({ resolve, reject }));
        },
        wake: () => Promise.resolve(void (this.woken += 1)),
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
  let slots: SlotReaders<string>;

  beforeEach(() => {
    [one, two] = [new Slot('one'), new Slot('two')];
    // A minute: nothing is asked for again because of the time.
    const descriptor = { blocking: false, pollingIntervalInMs: 60_000, connection: 'c' } as ListFunction;
    slots = new SlotReaders(descriptor, [one.reader, two.reader]);
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

  it('hurry every slot', () => {
    slots.hurry();
    expect([one.hurried, two.hurried]).to.deep.equal([1, 1]);
  });
});
