import { expect } from 'chai';
import { Project } from './project.js';

describe('the packed package in a CommonJS program', function () {
  this.timeout(180_000);

  it('is required without a warning, and is the same package as the imported one', async () => {
    const project = await Project.create('require', { type: 'commonjs' });
    project.write(
      'main.js',
      `const required = require('redis-triggers');
       import('redis-triggers').then((imported) => {
         const names = Object.keys(required).filter((name) => name !== '__esModule').sort();
         const same = names.filter((name) => required[name] === imported[name]);
         console.log(JSON.stringify({ names, same }));
       });`,
    );
    const { exitCode, stdout, stderr } = await project.run(['main.js']);
    expect({ exitCode, stderr }).to.deep.equal({ exitCode: 0, stderr: '' });
    const { names, same } = JSON.parse(stdout) as { names: string[]; same: string[] };
    expect(names).to.include.members(['createRuntime', 'RedisListTrigger', 'RedisMessageModel']);
    expect(same).to.deep.equal(names);
  });
});
