import { expect } from 'chai';
import { RunningProgram } from '../support/running-program.js';
import { AppFolder, functionJson } from '../azure/support/app-folder.js';
import { runCommand, runForJson } from './support/run-command.js';
import { describeOnServers } from './support/servers.js';

describeOnServers('redis-triggers with the folder of an Azure app', (redis) => {
  let app: AppFolder;

  before(() => {
    const list = { type: 'redisListTrigger', connectionStringSetting: 'shop', key: 'orders' };
    app = new AppFolder({
      'local.settings.json': { IsEncrypted: false, Values: { shop: redis.url, CURRENCY: 'EUR' } },
      'OnOrder/function.json': functionJson(list),
      'OnOrder/index.js': `module.exports = async (context, order) => {
        if (order === 'long') { console.log('begun'); await new Promise((resolve) => setTimeout(resolve, 500)); }
        if (order === 'refused') throw new RangeError('no');
        console.log('order', order, process.env.CURRENCY, require('node:path').basename(process.cwd()));
      };`,
      'Nightly/function.json': functionJson({ type: 'timerTrigger', schedule: '0 0 0 * * *' }),
      'Nightly/index.js': 'module.exports = async () => undefined;',
    });
  });
  after(() => app[Symbol.dispose]());

  it('lists what Redis starts, and says what does not run', async () => {
    const { exitCode, stdout, stderr } = await runCommand(['list', app.folder]);
    expect({ exitCode, stdout, stderr }).to.deep.equal({
      exitCode: 0,
      stdout:
        'FUNCTION  KIND  SOURCE  CONNECTION  OPTIONS\n' +
        'OnOrder   list  orders  shop        timeLimitInMs=1800000\n',
      stderr:
        'Nightly does not run: the binding "entry" is a timerTrigger, and only those of Redis run here\n',
    });
  });

  it('does not run an app with other bindings, unless it is told to leave them out', async () => {
    const { exitCode, document } = await runForJson(['run', app.folder, '--until-idle']);
    expect(exitCode).to.equal(3);
    expect(document).to.have.nested.property('error.code', 'BINDING_UNSUPPORTED');
    expect(document).to.have.nested.property('error.problems[0].place', 'Nightly/function.json');
    await redis.client.rpush('orders', 'tea', 'refused', '7');
    const ran = await runForJson(['run', app.folder, '--until-idle', '--ignore-other-bindings']);
    expect(ran.exitCode).to.equal(1);
    expect(ran.document).to.include({ succeeded: 2, failed: 1, deadLettered: 1 });
    const dead = await runForJson([
      'dead',
      'list',
      'OnOrder',
      '--handlers',
      app.folder,
      '--ignore-other-bindings',
    ]);
    expect(JSON.stringify(dead.document)).to.include('RangeError');
  });

  it('lets what runs end at a stop, in the folder of the app and with its settings', async () => {
    const program = new RunningProgram('package/cli/main.js', ['run', app.folder, '--ignore-other-bindings']);
    try {
      await redis.client.rpush('orders', 'long');
      await program.until(() => program.stdout.includes('begun'));
      program.signal('SIGTERM');
      expect(await program.exit(), program.stderr).to.equal(0);
      expect(program.stdout).to.match(/^begun\norder long EUR redis-triggers-app-\w+\n$/);
    } finally {
      await program.end();
    }
  });

  it('checks it, and shows what waits', async () => {
    await redis.client.rpush('orders', 'one', 'two');
    const status = await runCommand(['status', '--handlers', app.folder, '--ignore-other-bindings']);
    expect(status.stdout).to.match(/OnOrder +list +unattended +2 /);
    const check = await runForJson(['check', '--handlers', app.folder]);
    expect(JSON.stringify(check.document)).to.include('BINDING_UNSUPPORTED');
  });
});
