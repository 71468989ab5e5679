import { expect } from 'chai';
import { Project } from './project.js';

/** A whole program with a container of its own, tested with the kit. */
const ownContainer = `
  import { RedisListTrigger, RedisMessageModel, type Container, type Token } from 'redis-triggers';
  import { createTestRuntime } from 'redis-triggers/testing';

  class Orders {
    readonly seen: string[] = [];

    @RedisListTrigger({ connection: 'redis', key: 'orders' })
    onOrder(order: RedisMessageModel): void {
      this.seen.push(order.message);
    }
  }

  const orders = new Orders();
  const container: Container = {
    prepare: () => 'singleton',
    resolve: (token: Token) => (token === Orders ? orders : undefined),
    createScope: () => { throw new Error('nothing is scoped'); },
  };
  const test = await createTestRuntime({ handlers: [Orders], container, redis: 'fake' });
  await test.redis.rpush('orders', 'tea');
  await test.settled();
  await test.stop();
  console.log(orders.seen.join(), test.get(Orders) === orders);
`;

const noContainer = `
  import { createRuntime, RedisListTrigger } from 'redis-triggers';

  class Orders {
    onOrder() {}
  }
  const descriptor = Object.getOwnPropertyDescriptor(Orders.prototype, 'onOrder');
  RedisListTrigger({ connection: '127.0.0.1:6379', key: 'orders' })(Orders.prototype, 'onOrder', descriptor);
  const error = await createRuntime({ handlers: [Orders] }).then(() => undefined, (error) => error);
  console.log(error.code, error.message);
`;

describe('the packed package without tsyringe', function () {
  this.timeout(180_000);
  let project: Project;

  before(async () => {
    project = await Project.create('without-tsyringe', { tsyringe: false });
  });

  it('compiles with all declarations checked, and runs, where there is another container', async () => {
    project.write('own-container.ts', ownContainer);
    project.writeTsconfig({ module: 'nodenext' });
    expect(await project.compile()).to.equal('');
    expect(await project.output(['out/own-container.js'])).to.equal('tea true\n');
  });

  it('says which package to install, or what to give, where there is none', async () => {
    project.write('no-container.mjs', noContainer);
    const said = await project.output(['no-container.mjs']);
    expect(said).to.match(/^PEER_MISSING /);
    expect(said).to.include('npm install tsyringe').and.to.include('createRuntime({ container })');
  });
});
