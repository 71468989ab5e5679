import { expect } from 'chai';
import type { FunctionPage, Overview, ProcessPage } from '../../lib/ui/shapes.js';
import { RunningProgram } from '../support/running-program.js';
import { ownPort } from '../support/own-port.js';
import { deadPaymentsOf, writeDeadPayments } from '../ui/incident.js';
import { askPage } from '../ui/page-server.js';
import { Project } from './support/project.js';
import { describeOnServers } from './support/servers.js';

const handlers = `import { RedisListTrigger, RedisStreamTrigger } from 'redis-triggers';

export class Shop {
  @RedisListTrigger({ connection: 'shop', key: 'orders' })
  onOrder(): void {}

  @RedisStreamTrigger({ connection: 'shop', key: 'payments' })
  onPayment(): void {}
}
`;

describeOnServers('the page at the command line', (redis) => {
  let project: Project;
  const running: RunningProgram[] = [];

  before(() => {
    project = new Project();
    project.compile({ 'shop.ts': handlers });
  });
  after(() => project[Symbol.dispose]());
  afterEach(() => Promise.all(running.splice(0).map((program) => program.end())));

  async function start(...args: string[]): Promise<number> {
    const port = await ownPort();
    const all = [...args, '--http', `127.0.0.1:${port}`];
    const program = new RunningProgram('package/cli/main.js', all, { shop: redis.url });
    running.push(program);
    await program.until(() => /The page: http|the function listens/.test(program.stderr));
    return port;
  }

  it('is that of functions that run elsewhere', async () => {
    await redis.client.rpush('orders', 'tea', 'coffee');
    await writeDeadPayments(redis.client, deadPaymentsOf({ closed: 3, invalid: 0 }));
    const port = await start('ui', '--handlers', `${project.folder}/shop.js`);
    const { json } = await askPage<Overview>(port, '/api/overview');
    expect(json.totals).to.deep.include({ functions: 2, backlog: 2, dead: 3 });
    expect(json.rows.map(({ id, state }) => [id, state])).to.deep.equal([
      ['Shop.onPayment', 'unknown'],
      ['Shop.onOrder', 'unknown'],
    ]);
    expect(json.sees.unknown.join()).to.include('No process says what it does');
    expect((await askPage(port, '/page.js')).text.length).to.be.above(10_000);
    const [program] = running;
    program?.signal('SIGINT');
    expect(await program?.exit()).to.equal(0);
  });

  it('is that of a Redis without any handlers', async () => {
    await redis.client.xgroup('CREATE', 'payments', 'Shop.onPayment', '0', 'MKSTREAM');
    await redis.client.xadd('payments', '*', 'amount', '7');
    await writeDeadPayments(redis.client, deadPaymentsOf({ closed: 3, invalid: 0 }));
    const port = await start('ui', '--redis', redis.url);
    const { json } = await askPage<Overview>(port, '/api/overview');
    expect(json.rows.find(({ id }) => id === 'Shop.onPayment')).to.deep.include({ backlog: 1, dead: 3 });
    expect(json.sees).to.include({ handlers: false, process: false }).and.not.to.have.property('fleet');
    // Nobody says whether a process listens: that is not the same as that none does.
    expect(json.rows.map(({ state }) => state)).to.deep.equal(['unknown']);
    expect(json.troubles).to.deep.equal([]);
    expect(json.sees.unknown).to.have.length(2);
    expect(json.sees.unknown.join()).to.match(/Without handlers.*No process says what it does/);
    const processes = await askPage<ProcessPage>(port, '/api/processes');
    expect(processes.json.unknown).to.include('No process of the fleet');
    const page = await askPage<FunctionPage>(port, '/api/function?function=Shop.onPayment');
    expect(page.json).to.deep.include({ minutes: [], recent: [] }).and.not.to.have.property('historyOf');
    expect((await askPage(port, '/api/groups?function=Shop.onPayment')).status).to.equal(404);
  });

  it('is beside the health of what runs', async () => {
    const port = await start('run', `${project.folder}/shop.js`);
    expect((await askPage(port, '/ui')).headers.location).to.equal('./ui/');
    expect((await askPage(port, '/ui/')).headers['content-type']).to.equal('text/html; charset=utf-8');
    const { json } = await askPage<Overview>(port, '/ui/api/overview');
    expect(json.rows.map(({ id }) => id)).to.deep.equal(['Shop.onOrder', 'Shop.onPayment']);
    expect((await askPage(port, '/livez')).status).to.equal(200);
  });
});
