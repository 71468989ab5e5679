import { expect } from 'chai';
import type { Redis } from 'ioredis';
import type { CommandSender } from '../../../lib/redis/commands/command-sender.js';
import { ElementReturn } from '../../../lib/list/at-most-once/element-return.js';
import { ListElement } from '../../../lib/messages/list-element.js';
import { FakeRedis } from '../../../lib/testing/fake/fake-redis.js';
import { systemClock } from '../../../lib/time/system-clock.js';
import { senderOf } from '../../support/sender-of.js';

describe('ElementReturn', () => {
  const popped = ['a', 'b', ''].map((body) => new ListElement('orders', Buffer.from(body)));
  const never = new AbortController().signal;
  let fake: FakeRedis;
  let client: Redis;
  let returning: ElementReturn;

  beforeEach(async () => {
    fake = new FakeRedis();
    client = fake.createClient();
    await client.rpush('orders', 'c');
    returning = new ElementReturn(senderOf(client), 'left', systemClock);
  });
  afterEach(() => fake.close());

  async function givenBack(): Promise<string[]> {
    expect(await returning.giveBack(popped, never)).to.equal(0);
    return client.lrange('orders', 0, -1);
  }

  it('gives elements back in their order, once, although the reply is lost', async () => {
    fake.faults.dropAfter('evalsha');
    expect(await givenBack()).to.deep.equal(['a', 'b', '', 'c']);
    expect(await client.keys('*')).to.deep.equal(['orders']);
  });

  it('leaves no key for longer than a minute, also where it cannot be deleted', async () => {
    fake.faults.fail('del', 'NOPERM no DEL');
    expect(await givenBack()).to.deep.equal(['a', 'b', '', 'c']);
    const [key = ''] = await client.keys('{orders}:returned:*');
    expect(await client.pttl(key)).to.be.within(1, 60_000);
  });

  it('gives large ones back in pieces, in their order, each once', async () => {
    const large = ['1', '2', '3', '4'].map((digit) => digit.repeat(700_000));
    const elements = [...large, 'a', 'b'].map((body) => new ListElement('orders', Buffer.from(body)));
    fake.faults.dropAfter('eval');
    expect(await returning.giveBack(elements, never)).to.equal(0);
    expect(await client.lrange('orders', 0, -1)).to.deep.equal([...large, 'a', 'b', 'c']);
  });

  it('says how many of them are left when its time is over', async () => {
    const large = ['1', '2'].map((digit) => new ListElement('orders', Buffer.alloc(700_000, digit)));
    const deadline = new AbortController();
    const sender: CommandSender = {
      send: async (command) => {
        const reply = await senderOf(client).send(command);
        if (command[0] === 'EVAL') deadline.abort();
        return reply;
      },
    };
    const given = new ElementReturn(sender, 'left', systemClock);
    expect(await given.giveBack(large, deadline.signal)).to.equal(1);
    expect(await client.lrange('orders', 0, -1)).to.deep.equal(['2'.repeat(700_000), 'c']);
  });

  it('gives them back although the request is lost', async () => {
    fake.faults.dropBefore('evalsha');
    expect(await givenBack()).to.deep.equal(['a', 'b', '', 'c']);
  });

  for (const error of [
    'NOPERM no EVAL',
    'CROSSSLOT keys in several slots',
    'TRYAGAIN the slot is on its way',
  ])
    it(`gives them back without a script where there is ${error.split(' ')[0] ?? ''}`, async () => {
      fake.faults.fail('evalsha', error);
      expect(await givenBack()).to.deep.equal(['a', 'b', '', 'c']);
      expect(await client.keys('*')).to.deep.equal(['orders']);
    });
});
