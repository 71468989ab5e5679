import { expect } from 'chai';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { AppFolder } from '../azure/support/app-folder.js';
import { repository } from '../support/repository.js';
import { runCommand, runForJson } from './support/run-command.js';
import { describeOnServers } from './support/servers.js';

const old = { connectionStringSetting: 'shop' };
const redis1 = { type: 'redis', connection: 'shop' };
const record = "require('node:fs').appendFileSync(process.env.CALLS, JSON.stringify(called) + '\\n');";

describeOnServers('redis-triggers azure convert', (redis) => {
  let app: AppFolder;
  let file: string;

  before(() => {
    const list = { type: 'redisListTrigger', name: 'entry', ...old, key: '%listKey%', count: '3' };
    app = new AppFolder(
      {
        'host.json': { version: '2.0', functionTimeout: '00:01:00' },
        'local.settings.json': { IsEncrypted: false, Values: { shop: redis.url, listKey: 'orders' } },
        'OnOrder/function.json': {
          bindings: [
            list,
            { ...redis1, name: 'user', direction: 'in', command: 'GET user:{userId}' },
            { ...redis1, name: '$return', direction: 'out', command: 'RPUSH sent' },
            { ...redis1, name: 'more', direction: 'out', command: 'LPUSH more' },
          ],
          retry: { strategy: 'fixedDelay', maxRetryCount: 2, delayInterval: '00:00:01' },
        },
        'OnOrder/index.js': `module.exports = async (context, entry, user) => {
          context.log('order', entry.userId);
          context.bindings.more = ['x', 'y'];
          return entry.userId + ' ' + user.name;
        };`,
        'On-Entry/function.json': {
          bindings: [
            { type: 'redisStreamTrigger', name: 'class', ...old, key: 'entries', deleteAfterProcess: true },
          ],
          entryPoint: 'second',
        },
        'On-Entry/index.js': `exports.first = () => undefined;
          exports.second = (context, entry) => { const called = entry; ${record} context.done(); };`,
        'OnBatch/function.json': {
          bindings: [
            { ...list, type: 'redisListTrigger', key: 'batches', cardinality: 'many', dataType: 'string' },
          ],
        },
        'OnBatch/index.mjs': `import { appendFileSync } from 'node:fs';
          export default async (context, entries) => appendFileSync(process.env.CALLS, JSON.stringify(entries) + '\\n');`,
        'OnNews/function.json': {
          bindings: [
            { type: 'redisPubSubTrigger', name: 'message', connection: 'shop', channel: 'news*' },
            { ...redis1, name: '$return', direction: 'out', command: 'DEL' },
          ],
        },
        'OnNews/index.js': 'module.exports = async (context, message) => context.bindingData.channel;',
        'OnPython/function.json': { bindings: [{ ...list, key: 'python' }] },
        'OnPython/__init__.py': 'def main(entry: str):\n    print(entry)\n',
        'Nightly/function.json': { bindings: [{ type: 'timerTrigger', name: 'timer', direction: 'in' }] },
        'Nightly/index.js': 'module.exports = async () => undefined;',
      },
      join(repository, 'dist'),
    );
    file = join(repository, 'dist', `converted-${process.pid}.ts`);
  });
  after(() => {
    app[Symbol.dispose]();
    for (const each of [file, file.replace('.ts', '.js'), `${file}.calls`]) rmSync(each, { force: true });
  });

  it('writes a handler file that compiles, and does what the folders did', async function () {
    this.timeout(120_000);
    const args = ['azure', 'convert', app.folder, '--out', file];
    const refused = await runCommand(args);
    expect(refused.stderr).to.include('a timerTrigger, and only those of Redis run here');
    expect(existsSync(file)).to.equal(false);
    const { exitCode, stdout, stderr } = await runCommand([...args, '--ignore-other-bindings', '--force']);
    expect({ exitCode, stdout }).to.deep.equal({ exitCode: 0, stdout: `wrote ${file}\n` });
    expect(stderr.trim().split('\n')).to.have.members([
      'note: Nightly is left out: the binding "timer" is a timerTrigger, and only those of Redis run here.',
      'note: OnNews: its output "$return" sends DEL with what it gives: send that with a client of your own.',
      'note: OnNews: it uses context.bindingData: take the parameters of the method instead.',
      'note: OnPython: it is written in Python, and its body is to be written in TypeScript.',
    ]);
    const text = readFileSync(file, 'utf8');
    for (const expected of [
      "name: 'OnOrder', connection: 'shop', key: '%listKey%', count: 3, timeLimitInMs: 60000",
      "retry: { strategy: 'fixedDelay', maxRetryCount: 2, delayIntervalInMs: 1000 }",
      "@RedisInput({ connection: 'shop', command: 'GET user:{userId}', type: String }) user: string | undefined",
      "const OnOrder_more = defineList('more', { connection: 'shop', listPopFromBeginning: false });",
      '@RedisOutput({ returned: OnOrder_returned, more: OnOrder_more })',
      '// def main(entry: str):',
    ])
      expect(text).to.include(expected);
    expect(compile(file)).to.deep.equal([]);

    await redis.client.set('user:5', '{"name":"Ada"}');
    await redis.client.rpush('orders', '{"userId":5}');
    await redis.client.xadd('entries', '1-1', 'a', 'b');
    await redis.client.rpush('batches', '1', 'two');
    await redis.client.rpush('python', 'x');
    const env = { shop: redis.url, listKey: 'orders', CALLS: `${file}.calls` };
    const ran = await runForJson(['run', file.replace('.ts', '.js'), '--until-idle'], { env });
    expect(ran.document).to.include({ succeeded: 4, failed: 1 });
    expect(await redis.client.lrange('sent', 0, -1)).to.deep.equal(['5', 'Ada']);
    expect(await redis.client.lrange('more', 0, -1)).to.have.members(['x', 'y']);
    expect(readFileSync(`${file}.calls`, 'utf8').trim().split('\n')).to.have.members([
      '{"Id":"1-1","Values":{"a":"b"}}',
      '["1","two"]',
    ]);
  });

  it('writes over nothing, and says what an app without folders is', async () => {
    const there = await runCommand(['azure', 'convert', app.folder, '--out', join(app.folder, 'host.json')]);
    expect(there.exitCode).to.equal(2);
    expect(there.stderr).to.include('is there already');
    using empty = new AppFolder({});
    const { stderr } = await runCommand(['azure', 'convert', empty.folder]);
    expect(stderr).to.include('the folder has no folder with a function.json');
  });
});

/** What the compiler says of a file, with the strictest options; what it makes of it lies beside it. */
function compile(file: string): string[] {
  const program = ts.createProgram([file], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    noUncheckedIndexedAccess: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
    skipLibCheck: true,
    types: ['node'],
    typeRoots: [join(repository, 'node_modules/@types')],
  });
  const { diagnostics } = program.emit();
  return [...ts.getPreEmitDiagnostics(program), ...diagnostics].map(
    ({ messageText, file: where, start = 0 }) => {
      const line = where?.getLineAndCharacterOfPosition(start).line;
      return `${line}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
    },
  );
}
