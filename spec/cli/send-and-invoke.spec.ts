import { expect } from 'chai';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { Project } from './support/project.js';
import { runAtTerminal, runCommand, runForJson } from './support/run-command.js';
import { runHereForJson } from './support/run-here.js';
import { describeOnServers } from './support/servers.js';

const orders = `import { Expose, Transform, Type } from 'class-transformer';
import { IsArray, IsDate, IsInt, Min } from 'class-validator';
import { defineList, defineStream, ListElement, Payload, RedisListTrigger, RedisPubSubTrigger, RedisStreamTrigger, RedisMessageModel } from 'redis-triggers';

export class Order { @IsInt() @Min(1) id: number; }

export class Receipt {
  @Expose({ name: 'order_id' }) @IsInt() orderId: number;
  @Type(() => Date) @IsDate() at: Date;
}

export class Labels {
  @Transform(({ value }) => value.split(','), { toClassOnly: true }) @IsArray() names: string[];
}

const receipts = defineList('receipts', { connection: 'shop', payload: Receipt });
const parcels = defineStream('parcels', { connection: 'shop', payload: Order });
const notes = defineStream('notes', { connection: 'shop', payloadField: 'note' });

export class Orders {
  @RedisListTrigger({ connection: 'shop', key: 'orders returns', payload: Order })
  onOrder(@Payload() order: Order): object {
    console.log('handled', order.id);
    if (order.id === 13) throw new RangeError('13 is refused');
    return { handled: order.id, by: order.constructor.name };
  }

  @RedisStreamTrigger({ connection: 'shop', key: 'payments' })
  onPayment(payment: RedisMessageModel): void {
    console.log(payment.message);
  }

  @RedisListTrigger(receipts)
  onReceipt(@Payload() receipt: Receipt): void {}

  @RedisStreamTrigger(parcels)
  onParcel(@Payload() order: Order): void {}

  @RedisStreamTrigger(notes)
  onNote(): void {}

  @RedisListTrigger({ connection: 'shop', key: 'labels', payload: Labels })
  onLabels(@Payload() labels: Labels): void {}

  @RedisPubSubTrigger({ connection: 'shop', channel: 'news:*' })
  onNews({ trigger, message }: RedisMessageModel): string {
    return trigger + '=' + message;
  }
}
`;

let project: Project;
const options = ['--handlers', 'orders.js'];

before(() => {
  project = new Project({}, ['class-validator', 'class-transformer']);
  project.compile({ 'orders.ts': orders });
});
after(() => project[Symbol.dispose]());

describe('redis-triggers invoke', () => {
  const surroundings = (input?: string): { cwd: string; input?: string } => ({
    cwd: project.folder,
    ...(input !== undefined && { input }),
  });

  it('runs a handler without any Redis, and prints what it returned', async () => {
    const args = ['invoke', 'Orders.onOrder', '{"id":7}', '--to', 'orders', ...options];
    expect(await runCommand(args, surroundings())).to.deep.equal({
      exitCode: 0,
      stdout: '{\n  "handled": 7,\n  "by": "Order"\n}\n',
      stderr: 'handled 7\n',
    });
    expect(await runForJson(args, surroundings())).to.deep.equal({
      exitCode: 0,
      document: { functionId: 'Orders.onOrder', returned: { handled: 7, by: 'Order' } },
    });
  });

  it('takes the message from standard input', async () => {
    const args = ['invoke', 'Orders.onPayment', ...options];
    expect(await runCommand(args, surroundings('{"amount":7,"by":"ada"}\n'))).to.deep.equal({
      exitCode: 0,
      stdout: 'Orders.onPayment succeeded.\n',
      stderr: '{"amount":"7","by":"ada"}\n',
    });
  });

  it('ends with 1 and the own error of a handler that throws', async () => {
    const args = ['invoke', 'Orders.onOrder', '{"id":13}', '--to', 'returns', ...options];
    const { exitCode, stdout, stderr } = await runCommand(args, surroundings());
    expect({ exitCode, stdout }).to.deep.equal({ exitCode: 1, stdout: '' });
    const [first, second, third, ...rest] = stderr.split('\n');
    expect([first, second]).to.deep.equal(['handled 13', 'error: RangeError: 13 is refused']);
    expect(third).to.match(/^ {4}at Orders\.onOrder \(file:.*orders\.js:\d+:\d+\)$/);
    expect(rest).to.deep.equal(['']);
  });

  it('ends with 1 where the payload is invalid, and with 2 where it is not clear what the message is', async () => {
    const invalid = ['invoke', 'Orders.onOrder', '{"id":0}', '--to', 'orders', ...options];
    const refused = await runCommand(invalid, surroundings());
    expect(refused).to.have.property('exitCode', 1);
    expect(refused.stderr).to.include('id must not be less than 1').and.include('[PAYLOAD_INVALID]');
    expect(
      await runCommand(['invoke', 'Orders.onOrder', '{"id":1}', ...options], surroundings()),
    ).to.deep.equal({
      exitCode: 2,
      stdout: '',
      stderr: 'error: Orders.onOrder listens to orders, returns. Say which one with --to\n',
    });
    expect(
      await runCommand(['invoke', 'Orders.onPayment', 'text', ...options], surroundings()),
    ).to.deep.include({
      exitCode: 2,
      stderr: `error: a stream entry has fields: it is not valid JSON. Write them as a JSON object, such as '{"amount":7}'\n`,
    });
  });

  it('asks for a message at a terminal, where none is given', async () => {
    const { exitCode, screen } = await runAtTerminal(
      ['invoke', 'Orders.onPayment', ...options],
      surroundings(),
    );
    expect(exitCode).to.equal(2);
    expect(screen).to.include(
      'there is no message. Write it behind the function, or give it by standard input',
    );
  });
});

describeOnServers('redis-triggers send', (redis) => {
  const surroundings = (input?: string): { cwd: string; env: NodeJS.ProcessEnv; input?: string } => ({
    cwd: project.folder,
    env: { shop: redis.url },
    ...(input !== undefined && { input }),
  });

  /** Runs a command that ends well, and returns what it printed. */
  const run = async (...args: string[]): Promise<string> => {
    const { exitCode, stdout, stderr } = await runCommand([...args, ...options], surroundings());
    expect(exitCode, stderr).to.equal(0);
    return stdout;
  };

  const fieldsOf = async (key: string): Promise<string[] | undefined> =>
    (await redis.client.xrange(key, '-', '+'))[0]?.[1];

  /** What is delayed for a key, and when it is due. */
  const scoreOf = async (key: string): Promise<string[]> =>
    redis.client.zrange(`{${key}}:delayed:${key}`, '0', '-1', 'WITHSCORES');

  it('pushes an element behind those that wait', async () => {
    await redis.client.rpush('orders', 'first');
    const args = ['send', 'Orders.onOrder', '{"id":7}', '--to', 'orders', ...options];
    expect(await runCommand(args, surroundings())).to.deep.equal({
      exitCode: 0,
      stdout: 'Pushed to orders, whose length is 2 now.\n',
      stderr: '',
    });
    expect(await redis.client.lrange('orders', 0, -1)).to.deep.equal(['first', '{"id":7}']);
  });

  it('adds an entry with the members of an object as fields, from standard input', async () => {
    const { exitCode, document } = await runForJson(
      ['send', 'Orders.onPayment', ...options],
      surroundings('{"a":1,"b":["x","y"],"c":"{\\"d\\":[2]}"}'),
    );
    const [[id, fields]] = (await redis.client.xrange('payments', '-', '+')) as [[string, string[]]];
    expect(exitCode).to.equal(0);
    expect(document).to.deep.equal({ functionId: 'Orders.onPayment', to: 'payments', entryId: id });
    expect(fields).to.deep.equal(['a', '1', 'b', 'x', 'b', 'y', 'c', '{"d":[2]}']);
  });

  it('publishes to the channel that is named', async () => {
    const listener = redis.client.duplicate();
    await listener.psubscribe('news:*');
    const args = ['send', 'Orders.onNews', 'hello', '--to', 'news:local', ...options];
    expect((await runCommand(args, surroundings())).stdout).to.equal(
      'Published to news:local: 1 subscriber.\n',
    );
    listener.disconnect();
  });

  it('sends nothing whose payload the function would refuse', async () => {
    const args = ['send', 'Orders.onOrder', '{"id":"x"}', '--to', 'orders', ...options];
    const { exitCode, document } = await runForJson(args, surroundings());
    expect(exitCode).to.equal(1);
    expect(document).to.have.nested.property('error.code', 'PAYLOAD_INVALID');
    expect(document)
      .to.have.nested.property('error.message')
      .that.includes('Nothing was sent. Correct the message.');
    expect(await redis.client.exists('orders')).to.equal(0);
  });

  it('writes what a payload class reads, as a sender writes it', async () => {
    const text = '{ "order_id": 7, "at": "2030-01-01T09:00:00+01:00" }';
    await run('send', 'Orders.onReceipt', text);
    expect(await redis.client.lrange('receipts', 0, -1)).to.deep.equal([
      '{"order_id":7,"at":"2030-01-01T08:00:00.000Z"}',
    ]);
    await run('send', 'Orders.onParcel', '{"id":7}');
    await run('send', 'Orders.onNote', '{ as it is }');
    expect([await fieldsOf('parcels'), await fieldsOf('notes')]).to.deep.equal([
      ['id', '7'],
      ['note', '{ as it is }'],
    ]);
  });

  it('refuses what a sender would refuse, and sends it as it is with --raw', async () => {
    const oneWay = await runForJson(
      ['send', 'Orders.onLabels', '{"names":"a,b"}', ...options],
      surroundings(),
    );
    expect(oneWay).to.have.property('exitCode', 1);
    expect(oneWay.document).to.have.nested.property('error.code', 'SEND_INVALID');
    const nested = await runCommand(
      ['send', 'Orders.onPayment', '{"a":{"b":1}}', ...options],
      surroundings(),
    );
    expect(nested).to.deep.equal({
      exitCode: 1,
      stdout: '',
      stderr:
        'error: Orders.onPayment: the message is invalid: the field "a" is an object, which a field cannot hold: leave it out, or send JSON with `payloadField`. Nothing was sent. Correct the message; of many, the error names each that is wrong. [SEND_INVALID]\n',
    });
    expect(await redis.client.keys('*')).to.deep.equal([]);
    await run('send', 'Orders.onLabels', '{"names":"a,b"}', '--raw');
    await run('send', 'Orders.onReceipt', 'no JSON', '--raw');
    await run('send', 'Orders.onParcel', '{"id":"none"}', '--raw');
    expect(await redis.client.lrange('labels', 0, -1)).to.deep.equal(['{"names":"a,b"}']);
    expect(await redis.client.lrange('receipts', 0, -1)).to.deep.equal(['no JSON']);
    expect(await fieldsOf('parcels')).to.deep.equal(['id', 'none']);
  });

  it('keeps a message until it is due, where somebody moves it', async () => {
    const receipt = '{"order_id":7,"at":"2030-01-01T08:00:00.000Z"}';
    expect(await run('send', 'Orders.onReceipt', receipt, '--delay', '1h30m')).to.equal(
      'Kept for receipts for 1h30m.\n',
    );
    const [kept, dueAt] = await scoreOf('receipts');
    expect(kept).to.match(/R\{"order_id":7,"at":"2030-01-01T08:00:00\.000Z"\}$/);
    const now = Number((await redis.client.time())[0]) * 1_000;
    expect(Number(dueAt) - now).to.be.within(5_400_000 - 60_000, 5_401_000);
    const at = ['--at', '2030-01-01T09:00:00+01:00'];
    expect(
      await runForJson(['send', 'Orders.onParcel', '{"id":7}', ...at, ...options], surroundings()),
    ).to.deep.equal({
      exitCode: 0,
      document: { functionId: 'Orders.onParcel', to: 'parcels', at: '2030-01-01T08:00:00.000Z' },
    });
    expect((await scoreOf('parcels'))[1]).to.equal(String(Date.parse('2030-01-01T08:00:00Z')));
    expect(await redis.client.exists('receipts', 'parcels')).to.equal(0);
  });

  it('keeps nothing that nobody would move, or whose time is not clear', async () => {
    const refused = async (...args: string[]): Promise<string> => {
      const { exitCode, stderr } = await runCommand(['send', ...args, ...options], surroundings());
      expect(exitCode, stderr).to.equal(2);
      return stderr;
    };
    expect(await refused('Orders.onPayment', '{"a":1}', '--delay', '1m')).to.equal(
      'error: Orders.onPayment moves no delayed messages, so that nobody would send it when it is due. Give its trigger a definition, or `delayed: true`\n',
    );
    expect(await refused('Orders.onNews', 'hot', '--to', 'news:a', '--delay', '1m')).to.include(
      'do not wait in Redis',
    );
    expect(await refused('Orders.onParcel', '{"id":1}', '--at', '2030-01-01T08:00:00')).to.include(
      'is no time. Write one with its zone',
    );
    expect(await refused('Orders.onParcel', '{"id":1}', '--at', '2030-01-01', '--delay', '1m')).to.include(
      '--delay and --at exclude each other',
    );
    expect(await refused('Orders.onParcel', '{"id":1}', '--delay', '0.1ms')).to.include(
      'cannot be delayed by',
    );
    expect(await refused('Orders.onParcel', '{"id":1}', '--delay', '99999999d')).to.include(
      'the option "delayInMs"',
    );
    expect(await redis.client.keys('*')).to.deep.equal([]);
  });

  it('ends with 1 and says that nothing was sent where Redis refuses it, and with 5 where it is not there', async () => {
    class Shop {
      @RedisListTrigger({ connection: 'shop', key: 'orders' })
      onOrder(): void {}
    }
    const send = (shop: string): ReturnType<typeof runHereForJson> =>
      runHereForJson(['send', 'Shop.onOrder', 'tea'], { handlers: [Shop], connections: { shop } });
    await redis.client.set('orders', 'no list');
    const refused = await send(redis.url);
    expect(refused).to.have.property('exitCode', 1);
    expect(refused.document).to.have.nested.property('error.code', 'SEND_FAILED');
    expect(refused.document)
      .to.have.nested.property('error.message')
      .that.matches(/^Shop\.onOrder: the message was not sent: WRONGTYPE /);
    const gone = await send('redis://127.0.0.1:1');
    expect(gone).to.have.property('exitCode', 5);
    expect(gone.document).to.have.nested.property('error.code', 'REDIS_UNREACHABLE');
  });

  it('names the nearest function for one that does not exist', async () => {
    expect(await runCommand(['send', 'Orders.onOrdr', '1', ...options], surroundings())).to.deep.equal({
      exitCode: 2,
      stdout: '',
      stderr:
        'error: redis-triggers: there is no function with the id "Orders.onOrdr". Did you mean "Orders.onOrder"? [FUNCTION_UNKNOWN]\n',
    });
  });
});
