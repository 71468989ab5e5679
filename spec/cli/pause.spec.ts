import { expect } from 'chai';
import { connectFleet } from '../../lib/fleet/connect-fleet.js';
import { eventually } from '../support/eventually.js';
import { Project } from './support/project.js';
import { runCommand, runForJson, startCommand } from './support/run-command.js';
import { describeOnServers } from './support/servers.js';
import { shop } from './support/shop.js';

const inFleet =
  '{ "type": "module", "redis-triggers": { "handlers": ["shop.js"], "fleet": { "name": "shop" } } }';

let project: Project;

before(() => {
  project = new Project({ 'package.json': inFleet });
  project.compile({ 'shop.ts': shop });
});
after(() => project[Symbol.dispose]());

describeOnServers('redis-triggers pause and resume', (redis) => {
  const surroundings = (): { cwd: string; env: NodeJS.ProcessEnv } => ({
    cwd: project.folder,
    env: { shop: redis.url },
  });
  const run = async (...args: string[]) => runCommand(args, surroundings());

  it('pauses a function in the processes of run, and resumes it', async () => {
    const { child, result } = startCommand(['run'], surroundings());
    await using fleet = await connectFleet({ connection: redis.url, name: 'shop' });
    const states = async () =>
      (await fleet.functions()).find(({ functionId }) => functionId === 'Shop.onOrder')?.states;
    const reaches = (state: 'listening' | 'paused') =>
      eventually(async () => (await states())?.[state] === 1, `${state} in one process`);
    try {
      await reaches('listening');
      const { stdout } = await run('pause', 'Shop.onOrder');
      expect(stdout).to.equal(
        'Paused Shop.onOrder until somebody resumes it in the fleet shop: 1 process has it.\n',
      );
      await reaches('paused');
      expect(await run('resume', 'Shop.onOrder')).to.deep.equal({
        exitCode: 0,
        stdout: 'Resumed Shop.onOrder in the fleet shop: 1 process has it.\n',
        stderr: '',
      });
      await reaches('listening');
    } finally {
      child.kill('SIGTERM');
      await result;
    }
  });

  it('says until when, whether it was paused already, and what a pub/sub function misses', async () => {
    const first = await run('pause', 'Shop.onNews', '--for', '15m');
    expect(first.stdout).to.match(
      /^Paused Shop\.onNews for 15m, until (?:\d{4}-\d\d-\d\d )?\d\d:\d\d, in the fleet shop: no process has it at present\.\nMessages that are published meanwhile do not wait: it misses them\.\n$/,
    );
    const again = await run('pause', 'Shop.onNews');
    expect(again.stdout).to.match(
      /\nIt had been paused for \S+ already, with 1\dm(?:\d+s)? left, until [\d -]*\d\d:\d\d\.\n/,
    );
    const { document } = await runForJson(['pause', 'Shop.onNews', '--for', '1h'], surroundings());
    const { until, before, ...others } = document as { until: string; before: { until: null } };
    expect(others).to.deep.equal({
      functionId: 'Shop.onNews',
      fleet: 'shop',
      processes: 0,
      pausedByThemselves: 0,
      missesMessages: true,
    });
    expect(Date.parse(until)).to.be.closeTo(Date.now() + 3_600_000, 300_000);
    expect(before.until).to.equal(null);
  });

  it('says that there was nothing to resume, and ends with 0', async () => {
    const { exitCode, stdout } = await run('resume', 'Shop.onOrder');
    expect({ exitCode, stdout }).to.deep.equal({
      exitCode: 0,
      stdout: 'The fleet shop had not paused Shop.onOrder.\n',
    });
  });

  it('names the function that is meant, and pauses nothing', async () => {
    const { exitCode, stderr } = await run('pause', 'Shop.onOder');
    expect(exitCode).to.equal(2);
    expect(stderr).to.include('Did you mean "Shop.onOrder"?').and.include('FUNCTION_UNKNOWN');
    await using fleet = await connectFleet({ connection: redis.url, name: 'shop' });
    expect(await fleet.pauses()).to.deep.equal([]);
  });

  it('resumes by the address of Redis and the name of the fleet, without any handlers', async () => {
    await run('pause', 'Shop.onOrder');
    const alone = ['--redis', redis.url, '--fleet', 'shop'];
    const { exitCode, stderr } = await runCommand(['pause', 'Shop.onOder', ...alone]);
    expect(exitCode).to.equal(2);
    expect(stderr).to.include('Did you mean "Shop.onOrder"?');
    const { stdout } = await runCommand(['resume', 'Shop.onOrder', ...alone]);
    expect(stdout).to.equal('Resumed Shop.onOrder in the fleet shop: no process has it at present.\n');
    const unknown = await runCommand(['pause', 'Shop.onOrder', ...alone]);
    expect(unknown.stderr).to.include('There is no function at all.');
  });
});

describe('redis-triggers pause', () => {
  const unreachable = { shop: 'redis://:not-for-show@127.0.0.1:1' };

  it('ends with 5 where Redis is not there, with the handlers and without, and shows no password', async () => {
    for (const source of [[], ['--redis', unreachable.shop]]) {
      const { exitCode, stdout, stderr } = await runCommand(['pause', 'Shop.onOrder', ...source], {
        cwd: project.folder,
        env: unreachable,
      });
      expect({ exitCode, stdout }).to.deep.equal({ exitCode: 5, stdout: '' });
      expect(stderr).to.include('REDIS_UNREACHABLE').and.not.include('not-for-show');
    }
  });

  it('ends with 2 for a duration that is none, or too long', async () => {
    for (const duration of ['soon', '0s', '30d'])
      expect(
        await runCommand(['pause', 'Shop.onOrder', '--for', duration], { cwd: project.folder }),
      ).to.have.property('exitCode', 2);
  });

  it('says what to do where the program is in no fleet', async () => {
    using alone = new Project();
    alone.compile({ 'shop.ts': shop });
    const { exitCode, stderr } = await runCommand(['pause', 'Shop.onOrder', '--handlers', 'shop.js'], {
      cwd: alone.folder,
      env: unreachable,
    });
    expect(exitCode).to.equal(2);
    expect(stderr).to.include('the program is in no fleet').and.include('--fleet');
  });

  it('reports wrong options of the fleet in the configuration', async () => {
    using wrong = new Project({ 'package.json': inFleet.replace('"shop" }', '"{shop}" }') });
    wrong.compile({ 'shop.ts': shop });
    const { exitCode, stderr } = await runCommand(['pause', 'Shop.onOrder'], {
      cwd: wrong.folder,
      env: unreachable,
    });
    expect(exitCode).to.equal(3);
    expect(stderr).to.include('must have no braces');
  });
});
