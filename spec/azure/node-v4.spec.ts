import { expect } from 'chai';
import { loadFunctionApp } from '../../lib/azure/load-function-app.js';
import type { FunctionApp } from '../../lib/azure/function-app.js';
import { Recorder } from '../support/recorder.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { rejectionOf } from '../support/rejection-of.js';
import { describeOnRedis, redisName } from '../support/test-redis.js';
import { AppFolder, functionJson, type AppFiles } from './support/app-folder.js';
import { recordCalls } from './support/calls.js';

const main = { 'package.json': { main: 'src/{index.js,functions/*.js}' } };
const list = `{ type: 'redisListTrigger', connection: '${redisName}', key: 'orders' }`;

describeOnRedis('an app of the fourth programming model', (redis) => {
  let calls: Recorder<readonly unknown[]>;
  const open: { readonly folder: AppFolder; readonly app: FunctionApp }[] = [];

  beforeEach(() => (calls = recordCalls()));
  afterEach(async () => {
    for (const { folder, app } of open.splice(0)) {
      await app.close();
      folder[Symbol.dispose]();
    }
  });

  async function start(files: AppFiles, logger: RecordingLogger = new RecordingLogger()) {
    const folder = new AppFolder({ ...main, ...files }).withAzureFunctions();
    const connections = { [redisName]: redis.connection };
    const app = await loadFunctionApp(folder.folder, { connections });
    open.push({ folder, app });
    const failures = new Recorder<string>();
    const done = new Recorder<string>();
    const runtime = await redis.createRuntime(app.handlers, { settings: app.settings, logger });
    runtime.on('invocationFailed', ({ error }) => failures.add(error.message));
    runtime.on('invocationSucceeded', ({ functionId }) => done.add(functionId));
    await runtime.start();
    return { app, failures, done, runtime, logger };
  }

  it('runs through the published package: triggers, inputs, outputs and what is returned', async () => {
    const { app, done } = await start({
      'src/functions/list.js': `const { app, input, output, trigger } = require('@azure/functions');
        const user = input.generic({ type: 'redis', connection: '${redisName}', command: 'GET user:{userId}' });
        const log = output.generic({ type: 'redis', connection: '${redisName}', command: 'RPUSH log' });
        app.generic('OnOrder', {
          trigger: trigger.generic(${list}),
          extraInputs: [user],
          extraOutputs: [log],
          return: output.generic({ type: 'redis', connection: '${redisName}', command: 'SET' }),
          handler: async (order, context) => {
            context.extraOutputs.set(log, ['a', 'b']);
            recordCall(order, context.extraInputs.get(user), context.triggerMetadata, context.functionName, context.retryContext);
            return 'last ' + order.userId;
          },
        });`,
      'src/functions/stream.js': `const { app, trigger } = require('@azure/functions');
        app.generic('OnEntry', {
          trigger: trigger.generic({ type: 'redisStream', connection: '${redisName}', key: 'entries', name: 'entry' }),
          handler: (entry, context) => recordCall(entry, context.triggerMetadata),
        });`,
    });
    expect(app.handlers).to.have.length(2);
    await redis.client.set('user:5', '{"Name":"Ada"}');
    await redis.client.rpush('orders', '{"userId":5}');
    await done.until(1);
    const metadata = { key: 'orders', value: { userId: 5 }, userId: 5 };
    expect(calls.items).to.deep.equal([[{ userId: 5 }, { Name: 'Ada' }, metadata, 'OnOrder', undefined]]);
    expect(await redis.client.get('last')).to.equal('5');
    expect(await redis.client.lrange('log', 0, -1)).to.deep.equal(['a', 'b']);
    await redis.client.xadd('entries', '1-1', 'Name', 'Clippy');
    await done.until(2);
    expect(calls.items[1]).to.deep.equal([
      { Id: '1-1', Values: { Name: 'Clippy' } },
      { key: 'entries', id: '1-1', values: { name: 'Clippy' } },
    ]);
  });

  it('runs as ES modules, which may import the core themselves', async () => {
    await start({
      'package.json': { type: 'module', main: 'index.js' },
      'index.js': `import { app, trigger } from '@azure/functions';
        import { registerHook } from '@azure/functions-core';
        registerHook('preInvocation', ({ inputs }) => void (inputs[0] += '!'));
        app.generic('OnNews', {
          trigger: trigger.generic({ type: 'redisPubSubTrigger', connection: '${redisName}', channel: 'news', pattern: false, name: 'm' }),
          handler: async (m) => recordCall(m.Message, m.Channel),
        });
        app.generic('OnElement', { trigger: trigger.generic(${list}), handler: async (m) => recordCall(m) });`,
    });
    await redis.client.rpush('orders', 'tea');
    expect(await calls.until(1)).to.deep.equal([['tea!']]);
  });

  it('has hooks: of the app, and around each invocation, which may change what goes in and what comes out', async () => {
    const { app, failures, runtime, logger } = await start({
      'src/index.js': `const { app } = require('@azure/functions');
        app.hook.appStart(() => recordCall('start'));
        app.hook.appTerminate(() => recordCall('terminate'));
        app.hook.preInvocation((context) => {
          context.hookData.seen = context.inputs[0];
          context.inputs = [context.inputs[0] + '!'];
          const handler = context.functionHandler;
          context.functionHandler = (...args) => handler(...args).then((result) => result + '?');
        });
        app.hook.postInvocation((context) => {
          recordCall('post', context.hookData.seen, context.result, context.error?.message, context.invocationContext.functionName);
          if (context.error?.message === 'mended') context.error = null;
        });
        app.hook.log((context) => { context.message = context.message.replace('hunter2', '***'); });`,
      'src/functions/list.js': `const { app, trigger } = require('@azure/functions');
        app.generic('OnOrder', {
          trigger: trigger.generic(${list}),
          handler: async (order, context) => {
            context.warn('secret %s', 'hunter2');
            context.debug('not written');
            if (order === 'broken!') throw new Error('broken');
            if (order === 'mended!') throw new Error('mended');
            return order;
          },
        });`,
    });
    await redis.client.rpush('orders', 'tea');
    await calls.until(2);
    await redis.client.rpush('orders', 'broken', 'mended');
    await calls.until(4);
    expect((await failures.until(1)).join()).to.equal('broken');
    await runtime.stop();
    await app.close();
    expect(calls.items[0]).to.deep.equal(['start']);
    expect(calls.items[1]).to.deep.equal(['post', 'tea', 'tea!?', undefined, 'OnOrder']);
    expect(calls.items.slice(2, 4)).to.have.deep.members([
      ['post', 'broken', null, 'broken', 'OnOrder'],
      ['post', 'mended', null, 'mended', 'OnOrder'],
    ]);
    expect(calls.items[4]).to.deep.equal(['terminate']);
    expect(failures.items).to.have.length(1);
    const lines = logger.lines.map(({ level, text }) => `${level}: ${text}`);
    expect(lines).to.include('warn: secret ***');
    expect(lines.join()).to.not.include('not written');
  });

  it('retries by its policy, and says which attempt it is', async () => {
    await start({
      'src/index.js': `const { app, trigger } = require('@azure/functions');
        app.generic('OnOrder', {
          trigger: trigger.generic(${list}),
          retry: { strategy: 'fixedDelay', maxRetryCount: 1, delayInterval: 1 },
          handler: async (order, context) => {
            const { exception, ...counts } = context.retryContext;
            recordCall(counts, exception?.message);
            if (context.retryContext.retryCount === 0) throw new Error('again');
          },
        });`,
    });
    await redis.client.rpush('orders', 'tea');
    expect(await calls.until(2)).to.deep.equal([
      [{ retryCount: 0, maxRetryCount: 1 }, undefined],
      [{ retryCount: 1, maxRetryCount: 1 }, 'again'],
    ]);
  });
});

describe('the problems of an app of the fourth programming model', () => {
  async function textsOf(files: AppFiles, isInstalled = true): Promise<string[]> {
    using folder = new AppFolder({ ...main, ...files });
    if (isInstalled) folder.withAzureFunctions();
    const settings = { [redisName]: '127.0.0.1:1' };
    const { problems } = await rejectionOf(loadFunctionApp(folder.folder, { settings }));
    return problems.map(({ place, what, remedy }) => `${place}: ${what} (${remedy})`);
  }

  it('are found all at once, with the file and the function', async () => {
    const texts = await textsOf({
      'src/functions/a.js': `const { app, trigger, input } = require('@azure/functions');
        app.timer('Nightly', { schedule: '0 0 0 * * *', handler: () => undefined });
        app.generic('Keys', {
          trigger: trigger.generic(${list}),
          extraInputs: [input.generic({ type: 'redis', connection: '${redisName}', command: 'KEYS *', name: 'all' })],
          handler: () => undefined,
        });`,
      'src/functions/b.js': 'throw new Error("not today");',
      'src/functions/c.js': `const { app, trigger } = require('@azure/functions');
        app.generic('keys', { trigger: trigger.generic(${list}), handler: () => undefined });`,
    });
    expect(texts.join('\n')).to.match(/^src\/functions\/a\.js#Nightly: the binding .* is a timerTrigger/m);
    expect(texts.join('\n')).to.match(
      /^src\/functions\/a\.js#Keys: the binding "all": KEYS is not a command that reads one value/m,
    );
    expect(texts.join('\n')).to.match(/^src\/functions\/b\.js: the file cannot be loaded: not today/m);
    expect(texts.join('\n')).to.match(/^src\/functions\/c\.js: .*"keys" is registered twice/m);
    expect(texts).to.have.length(4);
  });

  it('say that a package is not installed, and that main names nothing', async () => {
    const [missing] = await textsOf({ 'src/index.js': `require('@azure/functions');` }, false);
    expect(missing).to.match(/^src\/index\.js: .*Cannot find module '@azure\/functions'.*npm install/);
    const [nothing] = await textsOf({});
    expect(nothing).to.match(
      /^package\.json: "main" is "src\/\{index\.js,functions\/\*\.js\}", and there is no such file/,
    );
  });

  it('leave out folders with function.json, as Azure does', async () => {
    using folder = new AppFolder({
      ...main,
      'src/index.js': `const { app, trigger } = require('@azure/functions');
        app.generic('New', { trigger: trigger.generic(${list}), handler: () => undefined });`,
      'Old/function.json': functionJson({ type: 'redisListTrigger', connection: redisName, key: 'k' }),
      'Old/index.js': 'module.exports = async () => undefined;',
    }).withAzureFunctions();
    await using app = await loadFunctionApp(folder.folder, { settings: { [redisName]: '127.0.0.1:1' } });
    expect(app.handlers).to.have.length(1);
    expect(app.skipped).to.deep.include({
      name: 'Old',
      reason: 'other',
      why: 'the app registers functions with @azure/functions 4, and then no function.json counts',
    });
  });
});
