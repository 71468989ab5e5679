import { expect } from 'chai';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Project } from './project.js';

/** A package of its own, with a copy of redis-triggers of its own. */
const orders = `
  import 'reflect-metadata';
  import { Drop, InvocationContext, ListElement, RedisListTrigger, RedisMessageModel, Sender, defineList } from 'redis-triggers';
  import { injectable, Lifecycle, scoped } from 'tsyringe';

  export const log: string[] = [];
  export const copy = RedisMessageModel;
  const connection = 'redis';
  const copies = defineList('copies', { connection });

  @scoped(Lifecycle.ContainerScoped)
  class Receipt {
    constructor(readonly model: RedisMessageModel, readonly context: InvocationContext) {}
  }

  @injectable()
  export class Orders {
    constructor(private readonly receipt: Receipt, private readonly sender: Sender) {}

    @RedisListTrigger({ connection, key: 'orders' })
    async onOrder(model: RedisMessageModel, context: InvocationContext, element: ListElement, receipt: Receipt): Promise<void> {
      const { message } = this.receipt.model;
      if (message === 'nothing') throw new Drop('not wanted');
      log.push([model.message, message, context.functionId, String(element.body), receipt === this.receipt].join(' '));
      await this.sender.push(copies, message);
    }
  }
`;

const main = `
  import { createTestRuntime } from 'redis-triggers/testing';
  import { RedisMessageModel } from 'redis-triggers';
  import { copy, log, Orders } from 'orders';

  const test = await createTestRuntime({ handlers: [Orders], redis: 'fake' });
  await test.redis.rpush('orders', 'tea', 'nothing');
  await test.settled();
  const { succeeded, dropped } = test.runtime.health().functions['Orders.onOrder'];
  console.log(copy === RedisMessageModel, succeeded, dropped, log.join(), await test.redis.lrange('copies', 0, -1));
  await test.stop();
`;

describe('two copies of the package in one program', function () {
  this.timeout(180_000);

  it('work together: by type, in constructors, with definitions and verdicts', async () => {
    const project = await Project.create('two-copies');
    project.write('orders.ts', orders);
    project.writeTsconfig({ module: 'nodenext', skipLibCheck: true });
    expect(await project.compile()).to.equal('');
    const own = join(project.folder, 'node_modules/orders');
    mkdirSync(join(own, 'node_modules'), { recursive: true });
    cpSync(join(project.folder, 'out/orders.js'), join(own, 'index.js'));
    cpSync(join(project.folder, 'node_modules/redis-triggers'), join(own, 'node_modules/redis-triggers'), {
      recursive: true,
    });
    project.write(
      'node_modules/orders/package.json',
      '{"name":"orders","type":"module","exports":"./index.js"}',
    );
    project.write('main.mjs', main);
    expect(await project.output(['main.mjs'])).to.equal(
      "false 1 1 tea tea Orders.onOrder tea true [ 'tea' ]\n",
    );
  });
});
