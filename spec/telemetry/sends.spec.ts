import { expect } from 'chai';
import { Registry } from 'prom-client';
import { createRuntime } from '../../lib/create-runtime.js';
import { createSender } from '../../lib/create-sender.js';
import type { Sender } from '../../lib/sending/sender.js';
import { instrument } from '../../lib/telemetry/instrument.js';
import { prometheus } from '../../lib/telemetry/prometheus.js';
import { FakeRedis } from '../../lib/testing/fake/fake-redis.js';
import { defineList } from '../../lib/triggers/define-list.js';
import { defineStream } from '../../lib/triggers/define-stream.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { rejectionOf } from '../support/rejection-of.js';

const connection = 'shop';
const orders = defineList('orders', { connection });
const payments = defineStream('payments', { connection });
const metric = 'messaging_client_sent_messages_total';

describe('The metrics of a sender of its own', () => {
  let fake: FakeRedis;
  let sender: Sender;
  let register: Registry;

  beforeEach(() => {
    fake = new FakeRedis();
    sender = createSender({ connections: { [connection]: fake.connectionOptions() } });
    register = new Registry();
  });
  afterEach(async () => {
    await sender.close();
    await fake.close();
  });

  const counted = async (): Promise<Record<string, number>> => {
    const { values = [] } = (await register.getSingleMetric(metric)?.get()) ?? {};
    return Object.fromEntries(
      values.map(({ labels, value }) => [
        [labels.messaging_destination_name, labels.error_type].filter(Boolean).join(' '),
        value,
      ]),
    );
  };

  it('count what was sent by its destination, and what was not with the type of the error', async () => {
    await prometheus(sender, { register });
    await sender.push(orders, ['a', 'b', 'c']);
    await sender.add(payments, { amount: 1 });
    await fake.createClient().set('text', 'x');
    await rejectionOf(sender.push(defineList('text', { connection }), ['a', 'b']));
    expect(await counted()).to.deep.equal({ orders: 3, payments: 1, 'text SEND_FAILED': 2 });
  });

  it('are recorded until that is stopped, and not twice in one place', async () => {
    const telemetry = await prometheus(sender, { register });
    const { problems } = await rejectionOf(prometheus(sender, { register }));
    expect(problems.map(({ code }) => code)).to.deep.equal(['TELEMETRY_OPTION_INVALID']);
    await sender.push(orders, 'a');
    telemetry.stop();
    await sender.push(orders, 'b');
    expect(await counted()).to.deep.equal({ orders: 1 });
  });

  it('of a runtime are those of its sender: either is recorded, and not both in one place', async () => {
    class Shop {
      @RedisListTrigger(orders)
      onOrder(): void {}
    }
    const options = {
      handlers: [Shop],
      connections: { [connection]: fake.connectionOptions() },
      logger: false,
    } as const;
    await using runtime = await createRuntime(options);
    const codesOf = async (promise: Promise<unknown>): Promise<string[]> =>
      (await rejectionOf(promise)).problems.map(({ code }) => code);
    const ofRuntime = await prometheus(runtime, { register });
    expect(await codesOf(prometheus(runtime.sender, { register }))).to.deep.equal([
      'TELEMETRY_OPTION_INVALID',
    ]);
    await runtime.sender.push(orders, 'a');
    expect(await counted()).to.deep.equal({ orders: 1 });
    ofRuntime.stop();
    const ofSender = await prometheus(runtime.sender, { register });
    expect(await codesOf(prometheus(runtime, { register }))).to.deep.equal(['TELEMETRY_OPTION_INVALID']);
    await runtime.sender.push(orders, 'b');
    expect(await counted()).to.deep.equal({ orders: 2 });
    ofSender.stop();
    await prometheus(runtime, { register });
  });

  it('have no options that say nothing of sends', async () => {
    const first = await rejectionOf(prometheus(sender, { register, readsBacklog: true } as never));
    const second = await rejectionOf(instrument(sender, { tracing: { relation: 'parent' } } as never));
    expect([first, second].flatMap(({ problems }) => problems.map(({ what }) => what))).to.deep.equal([
      'the option "readsBacklog" is unknown',
      'the option "tracing.relation" is unknown',
    ]);
  });
});
