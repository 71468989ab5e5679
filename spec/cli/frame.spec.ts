import { expect } from 'chai';
import { runAtTerminal, runCommand, runForJson } from './support/run-command.js';
import { Project } from './support/project.js';
import { shop } from './support/shop.js';

describe('the command line', () => {
  it('names the nearest command or option for one that does not exist', async () => {
    expect(await runCommand(['lst'])).to.deep.equal({
      exitCode: 2,
      stdout: '',
      stderr: "error: unknown command 'lst'. Did you mean list?\n",
    });
    expect(await runCommand(['list', '--jsn'])).to.deep.equal({
      exitCode: 2,
      stdout: '',
      stderr: "error: unknown option '--jsn'. Did you mean --json?\n",
    });
    expect(await runCommand(['list', '--format', 'xml'])).to.deep.equal({
      exitCode: 2,
      stdout: '',
      stderr:
        "error: option '--format <format>' argument 'xml' is invalid. Allowed choices are text, json.\n",
    });
  });

  it('says in JSON that a command is wrong, where it is asked for JSON', async () => {
    const what = "unknown command 'lst'";
    const remedy = 'Did you mean list?';
    const problem = { code: 'COMMAND_USAGE', place: 'redis-triggers', what, remedy };
    const document = { error: { code: 'COMMAND_USAGE', message: `${what}. ${remedy}`, problems: [problem] } };
    expect(await runForJson(['lst'])).to.deep.equal({ exitCode: 2, document });
    const { stdout } = await runCommand(['lst', '--format', 'json']);
    expect(JSON.parse(stdout)).to.deep.equal(document);
  });

  it('shows an example first in its help, and whether the command reads or changes', async () => {
    const { exitCode, stdout, stderr } = await runCommand(['list', '--help']);
    expect({ exitCode, stderr }).to.deep.equal({ exitCode: 0, stderr: '' });
    expect(stdout.split('\n').slice(0, 6)).to.deep.equal([
      '  $ redis-triggers list',
      '  $ redis-triggers list src/handlers --json',
      '',
      'Usage: redis-triggers list [options] [files...]',
      '',
      'Show the functions and their options, without connecting. Reads only.',
    ]);
  });

  it('prints the version of the package', async () => {
    const { stdout } = await runCommand(['--version']);
    expect(stdout).to.match(/^\d+\.\d+\.\d+\n$/);
  });

  it('colours at a terminal only, and not there where nobody wants it', async () => {
    using project = new Project();
    project.compile({ 'shop.ts': shop });
    const { folder: cwd } = project;
    const bold = '\u001b[1m';
    expect((await runAtTerminal(['list', 'shop.js'], { cwd })).screen).to.include(bold);
    expect((await runAtTerminal(['list', 'shop.js', '--no-color'], { cwd })).screen).not.to.include(bold);
    expect((await runAtTerminal(['list', 'shop.js'], { cwd, env: { NO_COLOR: '1' } })).screen).not.to.include(
      bold,
    );
    expect((await runCommand(['list', 'shop.js'], { cwd })).stdout).not.to.include('\u001b');
  });

  it('explains a code of the error table, and names the nearest for one that is not there', async () => {
    expect((await runCommand(['explain', 'redis_unreachable'])).stdout).to.equal(
      'REDIS_UNREACHABLE\nA command cannot connect to the Redis of a connection.\n' +
        'Check that it runs, and that the connection leads to it.\n',
    );
    expect(await runCommand(['explain', 'REDIS_UNREACHABL'])).to.deep.equal({
      exitCode: 2,
      stdout: '',
      stderr: 'error: there is no error code REDIS_UNREACHABL. Did you mean REDIS_UNREACHABLE?\n',
    });
    const { document } = await runForJson(['explain']);
    expect(document).to.be.an('array').that.has.length.above(60);
  });

  for (const shell of ['bash', 'zsh', 'fish']) {
    it(`prints a script that completes every command in ${shell}`, async () => {
      const { exitCode, stdout } = await runCommand(['completion', shell]);
      expect(exitCode).to.equal(0);
      for (const word of ['list', 'explain', 'completion']) expect(stdout).to.include(word);
    });
  }
});
