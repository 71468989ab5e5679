import { expect } from 'chai';
import { parseAllDocuments } from 'yaml';
import { Project } from './support/project.js';
import { runCommand, runForJson } from './support/run-command.js';
import { shop } from './support/shop.js';

describe('redis-triggers generate keda', () => {
  const env = { shop: 'redis://:not-for-show@redis.example.org:6379' };
  const args = ['generate', 'keda', '--handlers', 'shop.js', '--deployment', 'worker'];
  let project: Project;

  before(() => {
    project = new Project();
    project.compile({ 'shop.ts': shop });
  });
  after(() => project[Symbol.dispose]());

  it('prints the manifests of the handlers, the same with --json, and no password', async () => {
    const more = ['--namespace', 'shop', '--max-replicas', '7', '--secret', 'shop=shop-redis'];
    const { exitCode, stdout, stderr } = await runCommand([...args, ...more], { cwd: project.folder, env });
    expect({ exitCode, stderr }).to.deep.equal({ exitCode: 0, stderr: '' });
    const resources = parseAllDocuments(stdout).map((each) => each.toJS() as { kind: string; spec: object });
    const scaled = resources.find(({ kind }) => kind === 'ScaledObject');
    expect(scaled?.spec).to.deep.include({ scaleTargetRef: { name: 'worker' }, maxReplicaCount: 7 });
    const { document } = await runForJson([...args, ...more], { cwd: project.folder, env });
    expect((document as { resources: unknown }).resources).to.deep.equal(resources);
    expect(stdout + JSON.stringify(document))
      .to.include('redis.example.org')
      .and.include('shop-redis')
      .and.not.include('not-for-show');
  });

  it('ends with 2 where an option is missing or means nothing', async () => {
    const missing = await runCommand(args.slice(0, 4), { cwd: project.folder, env });
    expect(missing).to.deep.include({ exitCode: 2, stdout: '' });
    expect(missing.stderr).to.include("'--deployment <name>' not specified");
    const wrong = await runCommand([...args, '--secret', 'shop'], { cwd: project.folder, env });
    expect(wrong).to.deep.include({ exitCode: 2, stdout: '' });
  });
});
