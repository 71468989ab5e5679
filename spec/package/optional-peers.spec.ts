import { expect } from 'chai';
import { ordersOutput, runOrders } from './orders-run.js';
import { Project } from './project.js';

describe('the packed package without its optional peers', function () {
  this.timeout(180_000);
  let project: Project;

  before(async () => {
    project = await Project.create('optional-peers');
    for (const program of ['orders.ts', 'payload-class.ts']) project.copyProgram(program);
    for (const program of ['scaling.ts', 'telemetry.ts', 'payload-free.ts']) project.copyProgram(program);
    project.copyProgram('orders.ts', 'orders.cts');
    project.writeTsconfig({ module: 'node20', skipLibCheck: true });
    expect(await project.compile()).to.equal('');
  });

  it('has everything but payload classes', async () => {
    expect(await runOrders(project, 'out/orders.js')).to.equal(ordersOutput);
    expect(await runOrders(project, 'out/orders.cjs')).to.equal(ordersOutput);
  });

  it('reads backlogs, and says what to install for the external scaler and for manifests', async () => {
    const [reading, scaler, manifests] = (await project.output(['out/scaling.js'])).trim().split('\n');
    expect(reading).to.contain('SCALE_UNREADABLE');
    expect(scaler).to.contain('PEER_MISSING').and.contain('npm install @grpc/grpc-js @grpc/proto-loader');
    expect(manifests).to.contain('PEER_MISSING').and.contain('npm install yaml');
  });

  it('says what to install for each kind of telemetry, and needs nothing for the dashboard', async () => {
    const [title, ...refusals] = (await project.output(['out/telemetry.js'])).trim().split('\n');
    expect(title).to.equal('redis-triggers');
    const missing = ['@opentelemetry/api', 'prom-client', '@opentelemetry/api', 'yaml'];
    expect(refusals).to.have.length(missing.length);
    for (const [index, name] of missing.entries())
      expect(refusals[index]).to.contain('PEER_MISSING').and.contain(`npm install ${name}`);
  });

  it('says what to install for a payload class', async () => {
    const output = await project.output(['out/payload-class.js']);
    expect(output).to.contain('PEER_MISSING').and.contain('Orders.onOrder');
    expect(output).to.contain('npm install class-validator class-transformer');
  });
});
