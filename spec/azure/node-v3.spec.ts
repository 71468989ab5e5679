import { expect } from 'chai';
import { loadFunctionApp } from '../../lib/azure/load-function-app.js';
import type { CreateRuntimeOptions } from '../../lib/create-runtime.js';
import { redisName, describeOnRedis } from '../support/test-redis.js';
import { Recorder } from '../support/recorder.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { AppFolder, functionJson, type AppFiles } from './support/app-folder.js';
import { recordCalls } from './support/calls.js';

const list = { type: 'redisListTrigger', connection: redisName, key: 'orders' };
const stream = { type: 'redisStreamTrigger', connection: redisName, key: 'payments' };
const record = 'module.exports = async (...args) => recordCall(...args);';

type Bag = Readonly<Record<string, unknown>>;

describeOnRedis('functions of the third programming model of Node.js', (redis) => {
  let calls: Recorder<readonly unknown[]>;
  const apps: AppFolder[] = [];

  beforeEach(() => (calls = recordCalls()));
  afterEach(() => apps.splice(0).forEach((app) => app[Symbol.dispose]()));

  async function start(files: AppFiles, options: Partial<CreateRuntimeOptions> = {}): Promise<AppFolder> {
    const app = new AppFolder(files);
    apps.push(app);
    const connections = { [redisName]: redis.connection };
    const { handlers, settings } = await loadFunctionApp(app.folder, { connections });
    await redis.startRuntime(handlers, { settings, ...options });
    return app;
  }

  const one = (trigger: object, script = record, more: object = {}): AppFiles => ({
    'F/function.json': functionJson(trigger, more),
    'F/index.js': script,
  });

  const values: [string, unknown][] = [
    ['123', 123],
    [' 5 ', 5],
    ['1e3', 1_000],
    ['12345678901234567890', 12345678901234567000],
    ['true', true],
    ['null', null],
    ['"q"', 'q'],
    ['007', '007'],
    ['hello', 'hello'],
    ['{"Name":"x"}', { Name: 'x' }],
    ['', undefined],
  ];
  it('get the value that an element is as JSON, else its text', async () => {
    await start(one({ ...list, count: 1 }));
    for (const [text] of values) await redis.client.rpush('orders', text);
    const seen = await calls.until(values.length);
    expect(seen.map(([, entry]) => entry)).to.deep.equal(values.map(([, value]) => value));
  });

  it('get bytes where the binding is binary, and an array where it is of many', async () => {
    await redis.client.rpush('orders', Buffer.from([0xff, 0x00]));
    await redis.client.rpush('many', '1', 'two');
    await start({
      ...one({ ...list, dataType: 'binary' }),
      'Many/function.json': functionJson({ ...list, key: 'many', cardinality: 'many', dataType: 'string' }),
      'Many/index.js': record,
    });
    const seen = (await calls.until(2)).map(([context, entry]) => [nameOf(context), entry]);
    expect(seen).to.have.deep.members([
      ['F', Buffer.from([0xff, 0x00])],
      ['Many', ['1', 'two']],
    ]);
  });

  it('get an entry with its id and its fields', async () => {
    await start(one(stream));
    const id = await redis.client.xadd('payments', '*', 'name', 'Clippy', 'name', 'again', 'Sum', '7');
    const [call] = await calls.until(1);
    expect(call?.[1]).to.deep.equal({ Id: id, Values: { name: ['Clippy', 'again'], Sum: '7' } });
    expect(bindingDataOf(call)).to.include({ key: 'payments', id });
    expect(bindingDataOf(call).values).to.deep.equal({ name: ['Clippy', 'again'], sum: '7' });
  });

  it('get of a channel the message by the spelling of previews, and the envelope by that of version 1', async () => {
    const pubsub = { type: 'redisPubSubTrigger', channel: 'news*' };
    await start({
      'Old/function.json': functionJson({ ...pubsub, connectionStringSetting: redisName }),
      'Old/index.js': record,
      'New/function.json': functionJson({ ...pubsub, connection: redisName, pattern: true }),
      'New/index.js': record,
    });
    await redis.client.publish('news-1', '{"userId":5,"Channel":"forged"}');
    const seen = new Map((await calls.until(2)).map((call) => [nameOf(call[0]), call]));
    expect(seen.get('Old')?.[1]).to.deep.equal({ userId: 5, Channel: 'forged' });
    expect(seen.get('New')?.[1]).to.deep.equal({
      SubscriptionChannel: 'news*',
      Channel: 'news-1',
      Message: '{"userId":5,"Channel":"forged"}',
    });
    for (const call of seen.values()) {
      const { subscriptionChannel, channel, message, userId } = bindingDataOf(call);
      expect({ subscriptionChannel, channel, message, userId }).to.deep.equal({
        subscriptionChannel: 'news*',
        channel: 'news-1',
        message: { userId: 5, channel: 'forged' },
        userId: 5,
      });
    }
  });

  it('have a context with the members that Azure gives it', async () => {
    const retry = { strategy: 'fixedDelay', maxRetryCount: 3, delayInterval: '00:00:01' };
    const app = await start(one(list, record, { retry }));
    await redis.client.rpush('orders', '{"Key":"forged","Tag":{"Inner":1},"list":[1],"none":null}');
    const [call] = await calls.until(1);
    const context = call?.[0] as Bag;
    expect(Object.keys(context)).to.deep.equal([
      'invocationId',
      'traceContext',
      'executionContext',
      'bindings',
      'log',
      'bindingData',
      'bindingDefinitions',
      'done',
    ]);
    expect(context.invocationId).to.match(/^[0-9a-f-]{36}$/);
    expect(context.executionContext).to.deep.equal({
      invocationId: context.invocationId,
      functionName: 'F',
      functionDirectory: `${app.folder}/F`,
      retryContext: { retryCount: 0, maxRetryCount: 3 },
    });
    expect(context.bindings).to.deep.equal({ entry: call?.[1] });
    expect(context.bindingDefinitions).to.deep.equal([
      { name: 'entry', type: 'redisListTrigger', direction: 'in' },
    ]);
    // The list itself comes before what the message says of it.
    expect(context.bindingData).to.deep.equal({
      key: 'orders',
      value: { key: 'forged', tag: { inner: 1 }, list: [1], none: null },
      tag: { inner: 1 },
      invocationId: context.invocationId,
    });
  });

  it('log at the level that host.json asks for, with the id of the invocation', async () => {
    const logger = new RecordingLogger();
    const script = `module.exports = async ({ log }) => {
      log('%s of %d', 'first', 2);
      log.verbose('hidden');
      log.warn({ a: 1 });
      log.error('last');
    };`;
    const levels = { default: 'Error', 'Function.Loud.User': 'Trace', 'Function.Loud': 'None' };
    await start(
      {
        'host.json': { version: '2.0', logging: { logLevel: levels } },
        'Loud/function.json': functionJson(list),
        'Loud/index.js': script,
        'Quiet/function.json': functionJson({ ...list, key: 'quiet' }),
        'Quiet/index.js': script,
      },
      { logger },
    );
    await redis.client.rpush('orders', 'x');
    await redis.client.rpush('quiet', 'x');
    const logged = (name: string): string[] =>
      logger.lines
        .filter(({ fields }) => fields.functionId === name && fields.invocationId !== undefined)
        .map(({ level, text }) => `${level} ${text}`);
    await logger.until(() => logged('Loud').length === 4 && logged('Quiet').length === 1);
    expect(logged('Loud')).to.deep.equal(['info first of 2', 'debug hidden', 'warn { a: 1 }', 'error last']);
    expect(logged('Quiet')).to.deep.equal(['error last']);
  });

  it('end with context.done where they are not async, now or later, and fail with what it is given', async () => {
    const script = `module.exports = ({ done }, entry) => {
      if (entry === 'now') done();
      else if (entry === 'later') setImmediate(() => done(null, 'result'));
      else if (entry === 'text') done('a text');
      else if (entry === 'throws') throw new RangeError('thrown');
      else done(new TypeError('given'));
    };`;
    const failures = new Recorder<string>();
    const successes = new Recorder<string>();
    const app = new AppFolder(one(list, script));
    apps.push(app);
    const { handlers, settings } = await loadFunctionApp(app.folder, {
      connections: { [redisName]: redis.connection },
    });
    const runtime = await redis.createRuntime(handlers, { settings });
    runtime.on('invocationFailed', ({ error }) => failures.add(error.message));
    runtime.on('invocationSucceeded', ({ source }) => successes.add(source));
    await runtime.start();
    await redis.client.rpush('orders', 'now', 'later', 'text', 'throws', 'error');
    expect([...(await failures.until(3))].sort()).to.deep.equal(['a text', 'given', 'thrown']);
    await successes.until(2);
    expect(await redis.client.xlen('{orders}:dead-letter:F')).to.equal(3);
  });

  it('are told what is missing where they neither are async nor call done', async () => {
    const logger = new RecordingLogger();
    await start(
      {
        ...one(list, 'module.exports = () => 1;'),
        'host.json': { version: '2.0', functionTimeout: '00:00:01' },
      },
      { logger },
    );
    await redis.client.rpush('orders', 'x');
    await logger.until(({ text }) => text.includes('is not async: make it async'));
    await logger.until(({ fields }) => JSON.stringify(fields).includes('HANDLER_TIMED_OUT'));
  });

  it('are ended once, by what comes first', async () => {
    const logger = new RecordingLogger();
    const script = `module.exports = async (context, entry) => {
      context.suppressAsyncDoneError = entry === 'known';
      context.done();
      if (entry === 'twice') context.done(new Error('ignored'));
    };`;
    await start(one(list, script), { logger });
    await redis.client.rpush('orders', 'known', 'twice', 'both');
    await logger.until(({ text }) => text.startsWith('context.done was called twice'));
    await logger.until(({ text }) => text.startsWith('the function is async and calls context.done, too'));
    const warned = logger.lines.filter(({ text }) => text.endsWith('only what came first counts'));
    expect(warned).to.have.length(3);
    expect(await redis.client.exists('{orders}:dead-letter:F')).to.equal(0);
  });

  it('are methods of what they export, ES modules, and whatever an entry point names', async () => {
    await start({
      'package.json': { type: 'module' },
      'lib/instance.cjs': `class Shop { constructor() { this.name = 'shop'; } async onOrder(context, entry) { recordCall(this.name, entry); } }
        module.exports = new Shop();`,
      'A/function.json': functionJson(
        { ...list, key: 'a' },
        { scriptFile: '../lib/instance.cjs', entryPoint: 'onOrder' },
      ),
      'B/function.json': functionJson({ ...list, key: 'b' }),
      'B/index.mjs': "export default async (context, entry) => recordCall('default', entry);",
      'C/function.json': functionJson({ ...list, key: 'c' }),
      'C/index.js':
        "import 'node:fs'; export const other = 1; export async function run(context, entry) { recordCall('run', entry); }",
    });
    for (const key of ['a', 'b', 'c']) await redis.client.rpush(key, key);
    expect(await calls.until(3)).to.have.deep.members([
      ['shop', 'a'],
      ['default', 'b'],
      ['run', 'c'],
    ]);
  });

  it('are retried as function.json says, with the number of the attempt', async () => {
    const retry = { strategy: 'fixedDelay', maxRetryCount: 1, delayInterval: '00:00:00.001' };
    const script = `module.exports = async (context) => {
      const { exception, ...counts } = context.executionContext.retryContext;
      recordCall({ ...counts, ...(exception && { exception: exception.message }) }, context.invocationId);
      if (context.executionContext.retryContext.retryCount === 0) throw new Error('again');
    };`;
    await start(one(list, script, { retry }));
    await redis.client.rpush('orders', 'x');
    const [first, second] = await calls.until(2);
    expect([first?.[0], second?.[0]]).to.deep.equal([
      { retryCount: 0, maxRetryCount: 1 },
      { retryCount: 1, maxRetryCount: 1, exception: 'again' },
    ]);
    expect(first?.[1]).to.equal(second?.[1]);
  });
});

function nameOf(context: unknown): unknown {
  return ((context as Bag).executionContext as Bag).functionName;
}

function bindingDataOf(call: readonly unknown[] | undefined): Bag {
  return (call?.[0] as Bag).bindingData as Bag;
}
