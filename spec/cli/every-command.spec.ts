import { expect } from 'chai';
import { join } from 'node:path';
import { allCommands } from '../../lib/cli/commands/all-commands.js';
import type { CommandSpec } from '../../lib/cli/frame/command-spec.js';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { Project } from './support/project.js';
import { startCommand } from './support/run-command.js';
import { runHere } from './support/run-here.js';
import { describeOnServers } from './support/servers.js';

class Shop {
  @RedisListTrigger({ connection: 'shop', key: 'orders' })
  onOrder(order: RedisMessageModel): string {
    return order.message;
  }
}

/** Every command as it is typed, without its arguments. */
const commands: ReadonlyMap<string, CommandSpec> = new Map(
  allCommands.flatMap((each) =>
    'commands' in each
      ? each.commands.map((spec) => [`${each.name} ${nameOf(spec)}`, spec] as const)
      : [[nameOf(each), each] as const],
  ),
);

function nameOf({ usage }: CommandSpec): string {
  return usage.split(' ')[0] ?? '';
}

/** Arguments with which each does something, and what `--json` prints then: the names of the document's members. */
const cases: Readonly<
  Record<string, { readonly args: readonly string[]; readonly prints: readonly string[] }>
> = {
  list: { args: [], prints: ['0'] },
  check: { args: [], prints: ['functions', 'connections', 'unreachable', 'findings'] },
  status: { args: [], prints: ['0'] },
  pause: { args: ['Shop.onOrder', '--fleet', 'f'], prints: ['functionId', 'fleet'] },
  resume: { args: ['Shop.onOrder', '--fleet', 'f'], prints: ['functionId', 'fleet'] },
  'dead list': { args: [], prints: ['0'] },
  'dead show': { args: ['Shop.onOrder', '1-1'], prints: ['functionId', 'id', 'body'] },
  'dead replay': { args: ['Shop.onOrder', '1-1'], prints: ['functionId', 'replayed'] },
  'dead remove': { args: ['Shop.onOrder', '1-1', '--yes'], prints: ['functionId', 'removed'] },
  'dead export': { args: ['Shop.onOrder'], prints: ['functionId', 'letters', 'exported'] },
  'dead import': { args: ['Shop.onOrder', join(import.meta.dirname, 'none.ndjson')], prints: ['error'] },
  send: { args: ['Shop.onOrder', 'tea'], prints: ['functionId', 'to', 'length'] },
  invoke: { args: ['Shop.onOrder', 'tea'], prints: ['functionId', 'returned'] },
  'generate keda': { args: ['--deployment', 'shop'], prints: ['resources', 'notes'] },
  'generate acl': { args: [], prints: ['0'] },
  'generate grafana': { args: [], prints: ['panels'] },
  'generate asyncapi': { args: [], prints: ['asyncapi', 'channels'] },
  'azure convert': { args: [join(import.meta.dirname, 'none')], prints: ['error'] },
  explain: { args: [], prints: ['0'] },
  completion: { args: ['bash'], prints: ['shell', 'script'] },
};

/** Those that run until they are ended, in a process that is theirs. */
const running = ['run', 'dev', 'ui'];

describe('Every command', () => {
  it('is one of those that are tried here', () => {
    expect([...running, ...Object.keys(cases)]).to.have.members([...commands.keys()]);
  });

  for (const [name, spec] of commands) {
    it(`${name} --help shows an example first, whether it changes anything, and --json`, async () => {
      const { exitCode, stdout, stderr } = await runHere([...name.split(' '), '--help']);
      expect({ exitCode, stderr }).to.deep.equal({ exitCode: 0, stderr: '' });
      const [first = ''] = stdout.split('\n');
      expect(first.startsWith(`  $ redis-triggers ${name}`), first).to.equal(true);
      const text = stdout.replaceAll(/\s+/g, ' ');
      for (const example of spec.examples) expect(stdout).to.include(`  $ redis-triggers ${example}\n`);
      expect(text).to.include(spec.effect === 'reads' ? 'Reads only.' : 'Changes what is in Redis.');
      expect(stdout).to.match(/--json +the same as --format json/);
    });
  }

  it('says why where --json cannot print one document', async () => {
    const { exitCode, stdout } = await runHere(['status', '--watch', '--json']);
    expect(exitCode).to.equal(2);
    expect(JSON.parse(stdout)).to.have.nested.property(
      'error.message',
      '--watch prints no single document, as --json asks for',
    );
  });
});

describeOnServers('Every command with --json', (redis) => {
  for (const [name, { args, prints }] of Object.entries(cases)) {
    it(`${name} prints one document, and no text`, async () => {
      const letter = ['functionId', 'Shop.onOrder', 'kind', 'list', 'source', 'orders', 'body', 'tea'];
      await redis.client.xadd('{orders}:dead-letter:Shop.onOrder', '1-1', ...letter);
      const surroundings = { handlers: [Shop], connections: { shop: redis.url } };
      const { stdout } = await runHere([...name.split(' '), ...args, '--json'], surroundings);
      expect(JSON.parse(stdout), stdout).to.include.all.keys(...prints);
    });
  }
});

describe('Every command that loads handlers', () => {
  let project: Project;

  before(() => {
    project = new Project({
      'broken.js': 'export class Shop {\n  onOrder( {\n',
      'broken.config.js': 'export default {\n',
      'wrong.config.js': 'export default { conections: {} };\n',
      'empty.js': 'export const nothing = 1;\n',
    });
  });
  after(() => project[Symbol.dispose]());

  const loading = Object.entries(cases).filter(([name]) => commands.get(name)?.loadsHandlers);
  const file = (name: string): string => join(project.folder, name);
  const wrongs: Readonly<Record<string, { options: () => string[]; exitCode: number; says: RegExp }>> = {
    'a file of handlers that is no JavaScript': {
      options: () => ['--handlers', file('broken.js')],
      exitCode: 3,
      says: /SyntaxError/,
    },
    'a file without handlers': {
      options: () => ['--handlers', file('empty.js')],
      exitCode: 3,
      says: /none of the files exports a class with trigger methods.*\[HANDLER_FILE_INVALID\]/s,
    },
    'a configuration that is no JavaScript': {
      options: () => ['--config', file('broken.config.js')],
      exitCode: 3,
      says: /SyntaxError/,
    },
    'a configuration with an unknown option': {
      options: () => ['--config', file('wrong.config.js')],
      exitCode: 3,
      says: /"conections" is unknown.*\[CONFIGURATION_FILE_INVALID\]/s,
    },
    'no handlers': { options: () => [], exitCode: 2, says: /no handlers are named/ },
  };
  for (const [what, { options, exitCode, says }] of Object.entries(wrongs)) {
    it(`ends with ${exitCode} for ${what}, and says so once`, async () => {
      for (const [name, { args }] of loading) {
        const result = await runHere([...name.split(' '), ...args, ...options()]);
        expect(result.exitCode, `${name}: ${result.stdout}${result.stderr}`).to.equal(
          name === 'check' && what === 'a file without handlers' ? 3 : exitCode,
        );
        const text = name === 'check' ? result.stdout + result.stderr : result.stderr;
        expect(text, name).to.match(says);
      }
    });
  }

  it('says so also as run and dev, and dev waits for the correction', async () => {
    const args = ['--handlers', 'broken.js'];
    const { cwd } = { cwd: project.folder };
    const run = await startCommand(['run', ...args], { cwd }).result;
    expect(run.exitCode).to.equal(3);
    expect(run.stderr).to.match(/SyntaxError/);
    const dev = startCommand(['dev', ...args], { cwd });
    let written = '';
    await new Promise<void>((resolve) => {
      dev.child.stderr.on('data', (text) => {
        written += String(text);
        if (written.includes('SyntaxError')) resolve();
      });
    });
    dev.child.kill('SIGTERM');
    expect(await dev.result).to.have.property('exitCode', 0);
  });
});
