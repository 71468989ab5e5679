import { expect } from 'chai';
import type { Redis } from 'ioredis';
import type { ListFunction } from '../../../lib/functions/function-descriptor.js';
import { HeldElements } from '../../../lib/list/at-least-once/held-elements.js';
import { heldKey } from '../../../lib/list/at-least-once/held-key.js';
import { ListSource } from '../../../lib/list/at-least-once/list-source.js';
import type { CommandSender, RedisCommand } from '../../../lib/redis/commands/command-sender.js';
import { ReplyLostError } from '../../../lib/redis/errors/reply-lost-error.js';
import { FakeRedis } from '../../../lib/testing/fake/fake-redis.js';
import { systemClock } from '../../../lib/time/system-clock.js';
import { senderOf } from '../../support/sender-of.js';
import { RedisReplyError } from '../../../lib/redis/errors/redis-reply-error.js';

const descriptor = { id: 'F', listPopFromBeginning: true, maxDeliveryCount: 5, claimIdleInMs: 60_000 };

/** Sends to Redis, and does with the next reply what it is told. */
class ReplyTampering implements CommandSender {
  /** Called before the next reply is passed on; what it throws is passed on instead. */
  next: (() => Promise<void> | void) | undefined;
  /** How many commands were sent. */
  sent = 0;

  constructor(private readonly client: Redis) {}

  async send(command: RedisCommand): Promise<unknown> {
    this.sent += 1;
    const reply = await senderOf(this.client).send(command);
    const tamper = this.next;
    this.next = undefined;
    await tamper?.();
    return reply;
  }
}

describe('ListSource', () => {
  let fake: FakeRedis;
  let client: Redis;
  let reader: ReplyTampering;
  let source: ListSource;
  let held: HeldElements;
  let lost: number[];
  let codes: unknown[];
  let stopping: AbortController;

  beforeEach(async () => {
    fake = new FakeRedis();
    client = fake.createClient();
    reader = new ReplyTampering(client);
    held = new HeldElements();
    lost = [];
    codes = [];
    stopping = new AbortController();
    source = new ListSource('orders', {
      descriptor: descriptor as unknown as ListFunction,
      reader,
      command: new ReplyTampering(client),
      clock: systemClock,
      held,
      observer: {
        failed: (error) => codes.push((error as { code?: unknown }).code),
        lost: (_, count) => lost.push(count ?? 0),
      },
      stopping: stopping.signal,
    });
    await client.rpush('orders', '1', '2', '3', '4');
    await source.joined();
  });

  afterEach(() => fake.close());

  const loseReply = (): never => {
    throw new ReplyLostError({ code: 'CONNECTION_LOST', place: 'F', what: 'the connection closed' });
  };
  const loseLease = async (): Promise<void> => {
    const lease = source.consumer?.lease;
    await client.hdel(heldKey('orders'), `lease:${lease?.name}`);
    await lease?.renew();
  };
  const deleteHeld = (): Promise<unknown> => client.del(heldKey('orders'));

  it('sends a pop at once under the lease that it has, so that pops that begin together are written together', async () => {
    const popped = source.pop(3);
    expect(reader.sent).to.equal(1);
    expect(await popped).to.have.length(3);
  });

  it('counts what a pop may have taken whose reply was lost, when the key is deleted', async () => {
    reader.next = loseReply;
    const failed = await source.pop(3).catch((error: unknown) => error);
    expect(failed).to.be.instanceOf(ReplyLostError);
    await deleteHeld();
    const popped = await source.pop(3);
    expect(popped.map(({ element }) => String(element.body))).to.deep.equal(['4']);
    expect([codes, lost]).to.deep.equal([['HELD_KEY_GONE'], [3]]);
  });

  it('counts what a pop brings that is answered when the loss is known', async () => {
    reader.next = async () => {
      await deleteHeld();
      await source.consumer?.lease.renew();
    };
    expect(await source.pop(3)).to.deep.equal([]);
    expect([codes, lost]).to.deep.equal([['HELD_KEY_GONE'], [3]]);
  });

  it('counts what a pop may have taken whose reply is lost when the loss is known', async () => {
    reader.next = async () => {
      await deleteHeld();
      await source.consumer?.lease.renew();
      loseReply();
    };
    await source.pop(2).catch(() => undefined);
    expect([codes, lost]).to.deep.equal([['HELD_KEY_GONE'], [2]]);
  });

  it('counts nothing for a lost reply where the pop is answered when it is sent again', async () => {
    reader.next = loseReply;
    await source.pop(3).catch(() => undefined);
    expect(await source.pop(3)).to.have.length(3);
    await deleteHeld();
    for (const receipt of await source.pop(1)) held.begin(receipt);
    expect([codes, lost]).to.deep.equal([['HELD_KEY_GONE'], [3]]);
  });

  it('says that a lease was lost, and goes on with another', async () => {
    const { consumer } = source;
    await loseLease();
    expect(await source.pop(1)).to.have.length(1);
    expect(source.consumer).not.to.equal(consumer);
    expect([codes, lost]).to.deep.equal([['LEASE_LOST'], []]);
  });

  it('says nothing of that during a stop, because what is held goes back to the list then', async () => {
    stopping.abort();
    await loseLease();
    expect([source.consumer, codes, lost]).to.deep.equal([undefined, [], []]);
  });

  it('counts nothing where a pop was refused', async () => {
    reader.next = () => {
      throw new RedisReplyError('OOM command not allowed');
    };
    await source.pop(3).catch(() => undefined);
    await deleteHeld();
    await source.pop(1);
    expect(lost).to.deep.equal([]);
  });
});
