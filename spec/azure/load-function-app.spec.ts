import { expect } from 'chai';
import { createRuntime } from '../../lib/create-runtime.js';
import { loadFunctionApp } from '../../lib/azure/load-function-app.js';
import type { FunctionAppOptions } from '../../lib/azure/function-app-options.js';
import type { FunctionDescriptor } from '../../lib/functions/function-descriptor.js';
import { AppFolder, functionJson, type AppFiles } from './support/app-folder.js';

const script = 'module.exports = async () => undefined;';
const settings = { redisLocalhost: '127.0.0.1:1', region: 'eu' };

async function functionsOf(
  files: AppFiles,
  options: FunctionAppOptions = {},
): Promise<readonly FunctionDescriptor[]> {
  using app = new AppFolder(files);
  const { handlers, settings: all } = await loadFunctionApp(app.folder, { settings, ...options });
  return (await createRuntime({ handlers, settings: all, logger: false })).functions;
}

async function functionOf(trigger: object, more: object = {}): Promise<FunctionDescriptor> {
  const [found] = await functionsOf({ 'F/function.json': functionJson(trigger, more), 'F/index.js': script });
  if (!found) throw new Error('there is no function');
  return found;
}

describe('loadFunctionApp', () => {
  const list = { type: 'redisListTrigger', connectionStringSetting: 'redisLocalhost', key: 'listTest' };

  it('makes a function of each folder with a function.json, with the defaults of the page', async () => {
    const functions = await functionsOf({
      'B/function.json': functionJson(list),
      'B/index.js': script,
      'A/function.json': functionJson({
        type: 'redisPubSubTrigger',
        connection: 'redisLocalhost',
        channel: 'c',
      }),
      'A/index.js': script,
      'C/function.json': functionJson({ type: 'redisStreamTrigger', connection: 'redisLocalhost', key: 's' }),
      'C/index.js': script,
      'shared/index.js': 'throw new Error("no function is loaded as one")',
    });
    expect(functions.map(({ id, kind }) => [id, kind])).to.deep.equal([
      ['A', 'pubsub'],
      ['B', 'list'],
      ['C', 'stream'],
    ]);
    expect(functions[1]).to.deep.include({
      place: 'B/function.json',
      connection: 'redisLocalhost',
      keys: ['listTest'],
      count: 10,
      pollingIntervalInMs: 1_000,
      messagesPerWorker: 100,
      listPopFromBeginning: true,
    });
    expect(functions[2]).to.deep.include({ consumerGroup: 'C', startFrom: '0', deleteAfterProcess: false });
  });

  const spellings: [string, object, object][] = [
    ['plural types', { type: 'redisListsTrigger' }, { kind: 'list' }],
    ['types in any case', { type: 'REDISLISTTRIGGER' }, { kind: 'list' }],
    ['maxBatchSize', { maxBatchSize: 7 }, { count: 7 }],
    ['batchSize', { batchSize: 7 }, { count: 7 }],
    ['count', { count: 7 }, { count: 7 }],
    ['names in any case', { COUNT: 7, PollingIntervalInMS: 5 }, { count: 7, pollingIntervalInMs: 5 }],
    ['numbers as texts', { count: '7', pollingIntervalInMs: ' 5 ' }, { count: 7, pollingIntervalInMs: 5 }],
    ['booleans as texts', { listPopFromBeginning: 'False' }, { listPopFromBeginning: false }],
    ['listDirection', { listDirection: 'RIGHT' }, { listPopFromBeginning: false }],
    ['messagesPerWorker', { messagesPerWorker: 3 }, { messagesPerWorker: 3 }],
    ['keys', { key: undefined, keys: 'a b' }, { keys: ['a', 'b'] }],
    ['%placeholders%', { key: 'orders:%region%' }, { keys: ['orders:eu'] }],
    ['members that nothing is known of', { accessRights: 'manage' }, { count: 10 }],
    ['cardinality', { cardinality: 'many', dataType: 'string' }, { batch: true }],
    [
      'options of ours',
      { delivery: 'atLeastOnce', maxDeliveryCount: 9 },
      { delivery: 'atLeastOnce', maxDeliveryCount: 9 },
    ],
  ];
  for (const [what, written, expected] of spellings) {
    it(`understands ${what}`, async () => {
      expect(await functionOf({ ...list, ...written })).to.deep.include(expected);
    });
  }

  it('understands deleteAfterProcess and consumerGroup of a stream', async () => {
    const stream = { type: 'redisStreamsTrigger', connection: 'redisLocalhost', key: 's' };
    const found = await functionOf({ ...stream, deleteAfterProcess: 'true', consumerGroup: 'g-%region%' });
    expect(found).to.include({ kind: 'stream', deleteAfterProcess: true, consumerGroup: 'g-eu' });
  });

  for (const [channel, pattern, subscribes] of [
    ['a*', undefined, true],
    ['a?b', undefined, false],
    ['a*', 'false', false],
    ['a', true, true],
  ] as const) {
    it(`subscribes to ${channel}${pattern === undefined ? '' : ` with "pattern": ${pattern}`} as the extension does`, async () => {
      const found = await functionOf({
        type: 'redisPubSubTrigger',
        connection: 'redisLocalhost',
        channel,
        pattern,
      });
      expect(found).to.include({ channel, pattern: subscribes });
    });
  }

  it('maps retry policies, and the functionTimeout of host.json', async () => {
    const fixed = { strategy: 'fixedDelay', maxRetryCount: '4', delayInterval: '00:00:10' };
    expect(await functionOf(list, { retry: fixed })).to.deep.include({
      retry: { strategy: 'fixedDelay', maxRetryCount: 4, delayIntervalInMs: 10_000 },
      timeLimitInMs: 1_800_000,
    });
    const backoff = {
      strategy: 'ExponentialBackoff',
      maxRetryCount: -1,
      minimumInterval: '00:00:00.5',
      maximumInterval: '00:01:00',
    };
    expect(await functionOf(list, { retry: backoff })).to.deep.include({
      retry: {
        strategy: 'exponentialBackoff',
        maxRetryCount: -1,
        minimumIntervalInMs: 500,
        maximumIntervalInMs: 60_000,
      },
    });
    const files = { 'F/function.json': functionJson(list), 'F/index.js': script };
    const [limited] = await functionsOf({
      ...files,
      'host.json': '{ "version": "2.0", "functionTimeout": "00:05:00" }',
    });
    expect(limited).to.include({ timeLimitInMs: 300_000 });
    const [endless] = await functionsOf({ ...files, 'host.json': { version: '2.0', functionTimeout: '-1' } });
    expect(endless).to.not.have.property('timeLimitInMs');
    const [bySetting] = await functionsOf(files, {
      settings: { ...settings, 'AzureFunctionsJobHost:functionTimeout': '00:00:01' },
    });
    expect(bySetting).to.include({ timeLimitInMs: 1_000 });
  });

  it('finds connections where Azure does, and keeps a variable that is set', async () => {
    const values = {
      AzureWebJobsPrefixed: 'first:1',
      Plain: 'plain:1',
      OF_THE_APP: 'file',
      SET_BEFORE: 'file',
    };
    process.env.SET_BEFORE = 'environment';
    try {
      const functions = await functionsOf({
        'local.settings.json': `\uFEFF{ "IsEncrypted": false, // a comment
          "Values": ${JSON.stringify(values)}, "ConnectionStrings": { "Named": "named:1", "Object": { "ConnectionString": "object:1" } } }`,
        ...filesOf(
          ['Prefixed', 'Plain', 'Named', 'object', '127.0.0.1:7'].flatMap(
            (connection, index) =>
              [
                [`F${index}/function.json`, functionJson({ ...list, connectionStringSetting: connection })],
                [`F${index}/index.js`, script],
              ] as [string, unknown][],
          ),
        ),
      });
      expect(functions.map(({ connection }) => connection)).to.deep.equal([
        'Prefixed',
        'Plain',
        'Named',
        'object',
        '127.0.0.1:7',
      ]);
      expect(process.env).to.include({ OF_THE_APP: 'file', SET_BEFORE: 'environment' });
      expect(process.env['ConnectionStrings:Named']).to.equal('named:1');
    } finally {
      for (const name of [...Object.keys(values), 'ConnectionStrings:Named', 'ConnectionStrings:Object'])
        Reflect.deleteProperty(process.env, name);
    }
  });

  it('leaves out what is disabled, or not among the functions of host.json', async () => {
    const names = ['ByFile', 'ByName', 'ByOldSetting', 'BySetting', 'Excluded', 'NotNamed', 'Runs'];
    const more: Record<string, object> = {
      ByFile: { disabled: true },
      ByName: { disabled: 'IsOff' },
      Excluded: { excluded: true },
    };
    using app = new AppFolder({
      'host.json': {
        version: '2.0',
        functions: names.filter((name) => name !== 'NotNamed').map((name) => name.toUpperCase()),
      },
      ...filesOf(
        names.flatMap(
          (name) =>
            [
              [`${name}/function.json`, functionJson(list, more[name])],
              [`${name}/index.js`, script],
            ] as [string, unknown][],
        ),
      ),
    });
    const off = {
      IsOff: 'true',
      'AzureWebJobs.BySetting.Disabled': '1',
      AzureWebJobs_ByOldSetting_Disabled: 'True',
    };
    const loaded = await loadFunctionApp(app.folder, { settings: { ...settings, ...off } });
    expect(loaded.handlers).to.have.length(1);
    expect(loaded.skipped.map(({ name, reason }) => `${name} ${reason}`)).to.deep.equal(
      names.filter((name) => name !== 'Runs').map((name) => `${name} disabled`),
    );
  });

  it('finds the script as Azure does', async () => {
    const found = async (files: AppFiles, more: object = {}): Promise<unknown> =>
      (await functionsOf({ 'F/function.json': functionJson(list, more), ...files })).map(({ id }) => id);
    const wrong = 'throw new Error("the wrong script")';
    expect(await found({ 'F/whatever.js': script })).to.deep.equal(['F']);
    expect(await found({ 'F/other.js': wrong, 'F/Index.js': script })).to.deep.equal(['F']);
    expect(await found({ 'F/other.js': wrong, 'F/run.js': script })).to.deep.equal(['F']);
    expect(
      await found({ 'F/index.js': wrong, 'dist/f.js': script }, { scriptFile: '../dist/f.js' }),
    ).to.deep.equal(['F']);
  });

  it('leaves out functions with other bindings where that is asked for, and says why', async () => {
    using app = new AppFolder({
      'Timer/function.json': functionJson({ type: 'timerTrigger', schedule: '* * * * *' }),
      'Timer/index.js': 'throw new Error("loaded")',
      'Copy/function.json': {
        bindings: [
          { ...list, name: 'entry' },
          { type: 'cosmosDB', name: 'out', direction: 'out' },
        ],
      },
      'Copy/index.js': script,
      'Works/function.json': functionJson(list),
      'Works/index.js': script,
    });
    const loaded = await loadFunctionApp(app.folder, { settings, ignoreOtherBindings: true });
    expect(loaded.handlers).to.have.length(1);
    expect(loaded.skipped.map(({ name, reason, why }) => `${name} ${reason}: ${why}`)).to.deep.equal([
      'Copy other: the binding "out" is a cosmosDB, and only those of Redis run here',
      'Timer other: the binding "entry" is a timerTrigger, and only those of Redis run here',
    ]);
  });
});

function filesOf(files: readonly (readonly [path: string, content: unknown])[]): AppFiles {
  return Object.fromEntries(files);
}
