import { expect } from 'chai';
import { Project } from './support/project.js';
import { runAtTerminal, runCommand, runForJson } from './support/run-command.js';
import { describeOnServers } from './support/servers.js';

const orders = `import { IsInt, Min } from 'class-validator';
import { ListElement, Payload, RedisListTrigger, RedisPubSubTrigger, RedisStreamTrigger, RedisMessageModel } from 'redis-triggers';

export class Order { @IsInt() @Min(1) id: number; }

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
      stderr: `error: a stream entry has fields. Write them as a JSON object, such as '{"amount":7}'\n`,
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
      surroundings('{"a":1,"b":{"c":[2]}}'),
    );
    const [[id, fields]] = (await redis.client.xrange('payments', '-', '+')) as [[string, string[]]];
    expect(exitCode).to.equal(0);
    expect(document).to.deep.equal({ functionId: 'Orders.onPayment', to: 'payments', entryId: id });
    expect(fields).to.deep.equal(['a', '1', 'b', '{"c":[2]}']);
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

  it('names the nearest function for one that does not exist', async () => {
    expect(await runCommand(['send', 'Orders.onOrdr', '1', ...options], surroundings())).to.deep.equal({
      exitCode: 2,
      stdout: '',
      stderr:
        'error: redis-triggers: there is no function with the id "Orders.onOrdr". Did you mean "Orders.onOrder"? [FUNCTION_UNKNOWN]\n',
    });
  });
});
