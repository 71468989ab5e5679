import { expect } from 'chai';
import { Project } from './project.js';

describe('the packed package with standard decorators', function () {
  this.timeout(180_000);

  it('does not compile, and says at the first decorator which setting is missing', async () => {
    const project = await Project.create('standard-decorators');
    project.copyProgram('orders.ts');
    const standard = { experimentalDecorators: false, emitDecoratorMetadata: false };
    project.writeTsconfig({ module: 'nodenext', skipLibCheck: true, ...standard });
    expect(await project.compile()).to.match(/^orders\.ts.*error TS1241/);

    const { exitCode, stderr } = await project.run(['out/orders.js']);
    expect(exitCode).to.equal(1);
    expect(stderr).to.contain('DECORATOR_UNSUPPORTED').and.contain('onOrder');
    expect(stderr).to.contain('"experimentalDecorators": true');
  });
});
