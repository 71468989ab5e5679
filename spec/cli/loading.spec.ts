import { expect } from 'chai';
import { join } from 'node:path';
import { Project } from './support/project.js';
import { runCommand, runForJson } from './support/run-command.js';
import { shop } from './support/shop.js';

const table = `FUNCTION        KIND    SOURCE    CONNECTION  OPTIONS
Shop.onOrder    list    orders    shop        prefetch=10 delivery=atLeastOnce
Shop.onPayment  stream  payments  shop        concurrency=4
Shop.onNews     pubsub  news      shop        –
`;

const listed = { exitCode: 0, stdout: table, stderr: '' };

describe('loading handlers for a command', () => {
  it('takes compiled files as they are: of a folder all but specs, also where some export no handler', async () => {
    using project = new Project({
      'dist/util.js': 'export const one = 1;',
      'dist/shop.spec.js': 'throw new Error("a spec was loaded")',
      'dist/shop.test.mjs': 'throw new Error("a test was loaded")',
      'dist/node_modules/other/index.js': 'throw new Error("a dependency was loaded")',
    });
    project.compile({ 'dist/shop.ts': shop });
    expect(await runCommand(['list', 'dist'], { cwd: project.folder })).to.deep.equal(listed);
    expect(
      await runCommand(['list', 'dist/sho*.js', '--handlers', 'none'], { cwd: project.folder }),
    ).to.have.property('exitCode', 3);
  });

  for (const [name, installed] of [
    ['@oxc-node/core', ['@oxc-node/core']],
    ['jiti', ['jiti']],
  ] as const) {
    it(`loads TypeScript with its parameter types through ${name}, where the project has it`, async () => {
      using project = new Project({ 'src/shop.ts': shop }, installed);
      expect(await runCommand(['list', 'src'], { cwd: project.folder })).to.deep.equal(listed);
    });
  }

  it('loads TypeScript with standard decorators through tsx, where the project has nothing else', async () => {
    const files = { 'src/shop.ts': shop, 'tsconfig.json': '{}' };
    using project = new Project(files, ['tsx', 'esbuild', 'get-tsconfig']);
    expect(await runCommand(['list', 'src'], { cwd: project.folder })).to.deep.equal(listed);
    const { exitCode, stdout } = await runCommand(['check', 'src', '--offline'], {
      cwd: project.folder,
      env: { shop: '127.0.0.1:6379' },
    });
    expect(stdout).to.not.include('PARAMETER_TYPES_MISSING');
    expect(exitCode, stdout).to.equal(0);
  });

  it('prefers the loader that is named, then the first that the project has', async () => {
    const says = (word: string): string => `process.stderr.write('${word} ');`;
    const loader = (word: string): string => `${says(word)} await import('@oxc-node/core/register');`;
    using project = new Project({
      'src/shop.ts': shop,
      'node_modules/@swc-node/register/package.json':
        '{ "exports": { "./esm-register": "./a.mjs", "./package.json": "./package.json" } }',
      'node_modules/@swc-node/register/a.mjs': loader('swc'),
      'node_modules/jiti/package.json': '{ "exports": { "./register": "./a.mjs" } }',
      'node_modules/jiti/a.mjs': loader('jiti'),
      'own.mjs': loader('own'),
    });
    // Not in the project, but where the stand-ins find it.
    project.link('@oxc-node/core', '@oxc-node/core', 'node_modules/@swc-node/register/node_modules');
    project.link('@oxc-node/core', '@oxc-node/core', 'node_modules/jiti/node_modules');
    const { folder: cwd } = project;
    expect((await runCommand(['list', 'src'], { cwd })).stderr).to.match(/^swc /);
    project.link('@oxc-node/core');
    expect((await runCommand(['list', 'src'], { cwd })).stderr).to.equal('');
    expect((await runCommand(['list', 'src', '--import', './own.mjs'], { cwd })).stderr).to.match(/^own /);
    const env = { REDIS_TRIGGERS_IMPORT: 'jiti/register' };
    expect((await runCommand(['list', 'src'], { cwd, env })).stderr).to.match(/^jiti /);
    expect((await runCommand(['list', 'src', '--import', './own.mjs'], { cwd, env })).stderr).to.match(
      /^own /,
    );
  });

  it('says what to install where TypeScript has no loader', async () => {
    using project = new Project({ 'src/shop.ts': shop });
    const { exitCode, stdout, stderr } = await runCommand(['list', 'src'], { cwd: project.folder });
    expect({ exitCode, stdout }).to.deep.equal({ exitCode: 3, stdout: '' });
    expect(stderr).to.equal(
      `error: redis-triggers: ${join(project.folder, 'src/shop.ts')} is TypeScript, and none of @oxc-node/core, ` +
        '@swc-node/register, jiti, tsx is installed here. Run npm install --save-dev @oxc-node/core (with standard ' +
        'decorators: tsx), name another loader ' +
        'with --import, or use the compiled files. [LOADER_MISSING]\n',
    );
  });

  it('shows the own error of a file that does not load, and its place', async () => {
    using project = new Project({
      'syntax.js': 'const a = 1;\nexport const b = ;\n',
      'throws.js': 'const x = 1;\nthrow new TypeError(`not ${x}`);\n',
      'missing.js': "import './nowhere.js';\n",
    });
    const { folder: cwd } = project;
    const outcome = async (file: string): Promise<{ exitCode: number | null; text: string }> => {
      const { exitCode, stdout, stderr } = await runCommand(['list', file], { cwd });
      return { exitCode, text: (stdout + stderr).replaceAll(cwd, '<folder>') };
    };
    expect(await outcome('syntax.js')).to.deep.equal({
      exitCode: 3,
      text: "error: file://<folder>/syntax.js:2\nexport const b = ;\n                 ^\n\nSyntaxError: Unexpected token ';'\n",
    });
    expect(await outcome('throws.js')).to.deep.equal({
      exitCode: 3,
      text: 'error: TypeError: not 1\n    at file://<folder>/throws.js:2:7\n',
    });
    expect(await outcome('missing.js')).to.deep.equal({
      exitCode: 3,
      text: "error: Error [ERR_MODULE_NOT_FOUND]: Cannot find module '<folder>/nowhere.js' imported from <folder>/missing.js\n",
    });
  });

  it('says so where a file ends the process, and keeps what files print out of the data', async () => {
    using project = new Project({
      'ends.js': 'process.exit(7)',
      'prints.js': 'console.log("hello")',
    });
    project.compile({ 'shop.ts': shop });
    const { folder: cwd } = project;
    expect(await runCommand(['list', 'ends.js'], { cwd })).to.deep.equal({
      exitCode: 1,
      stdout: '',
      stderr: 'error: the process with the handlers ended with exit code 7 before it was done\n',
    });
    expect(await runCommand(['list', 'prints.js', 'shop.js'], { cwd })).to.deep.equal({
      ...listed,
      stderr: 'hello\n',
    });
  });

  it('says all problems of the handlers together', async () => {
    using project = new Project();
    project.compile({
      'shop.ts': shop.replace("key: 'orders'", "key: ''").replace("channel: 'news'", 'chanel: 1'),
    });
    const { exitCode, document } = await runForJson(['list', 'shop.js'], { cwd: project.folder });
    const { error } = document as { error: { code: string; problems: { code: string }[] } };
    expect(exitCode).to.equal(3);
    expect(error.code).to.equal('CONFIGURATION_INVALID');
    expect(error.problems.map(({ code }) => code)).to.include.members(['OPTION_INVALID', 'OPTION_UNKNOWN']);
  });
});

describe('where a command finds the handlers', () => {
  const configuration = "export default { handlers: ['shop.js'] };";

  it('is the arguments before the environment before the configuration file before package.json', async () => {
    using project = new Project({
      'package.json': '{ "type": "module", "redis-triggers": { "handlers": ["d.js"] } }',
    });
    const named = (name: string): string => shop.replaceAll('Shop', name);
    project.compile({ 'a.ts': named('A'), 'b.ts': named('B'), 'c.ts': named('C'), 'd.ts': named('D') });
    const { folder: cwd } = project;
    const env = { REDIS_TRIGGERS_HANDLERS: 'b.js' };
    const first = async (
      args: readonly string[],
      variables?: NodeJS.ProcessEnv,
    ): Promise<string | undefined> =>
      (await runCommand(args, { cwd, env: variables })).stdout.split('\n')[1]?.split(' ')[0];
    expect(await first(['list'])).to.equal('D.onOrder');
    project.write({ 'redis-triggers.config.js': "export default { handlers: ['c.js'] };" });
    expect(await first(['list'])).to.equal('C.onOrder');
    expect(await first(['list'], env)).to.equal('B.onOrder');
    expect(await first(['list', '--handlers', 'a.js'], env)).to.equal('A.onOrder');
    expect(await first(['list', 'a.js'], env)).to.equal('A.onOrder');
  });

  it('can be a configuration file of TypeScript, or one of any name', async () => {
    using project = new Project({ 'redis-triggers.config.ts': `${configuration} export type A = string;` }, [
      '@oxc-node/core',
    ]);
    project.compile({ 'shop.ts': shop });
    const { folder: cwd } = project;
    expect(await runCommand(['list'], { cwd })).to.deep.equal(listed);
    project.write({ 'other.mjs': configuration.replace('shop.js', 'nowhere.js') });
    const { stderr } = await runCommand(['list', '--config', 'other.mjs'], { cwd });
    expect(stderr).to.match(/^error: nowhere\.js: the pattern matches no file\. /);
  });

  it('is asked for where nothing says it', async () => {
    using project = new Project();
    const { exitCode, stderr } = await runCommand(['list'], { cwd: project.folder });
    expect(exitCode).to.equal(2);
    expect(stderr).to.match(/^error: no handlers are named\. /);
  });

  it('may not be misspelled', async () => {
    using project = new Project({ 'redis-triggers.config.js': "export default { handler: ['shop.js'] };" });
    const { folder: cwd } = project;
    expect(await runCommand(['list'], { cwd })).to.deep.equal({
      exitCode: 3,
      stdout: '',
      stderr:
        'error: redis-triggers.config.js: the option "handler" is unknown. Did you mean "handlers"? [CONFIGURATION_FILE_INVALID]\n',
    });
    project.write({ 'package.json': '{ "redis-triggers": { "handlers": "shop.js" } }' });
    expect((await runCommand(['list'], { cwd })).stderr).to.equal(
      'error: package.json, "redis-triggers": the option "handlers" must be an array of file patterns, with at least one. ' +
        'Export an object with options of createRuntime; see the page of the command line. [CONFIGURATION_FILE_INVALID]\n',
    );
  });
});
