import { expect } from 'chai';
import { loadFunctionApp } from '../../lib/azure/load-function-app.js';
import type { FunctionApp } from '../../lib/azure/function-app.js';
import { RedisMessageModel } from '../../lib/messages/redis-message-model.js';
import type { Class } from '../../lib/metadata/class.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import { createScaleMonitor } from '../../lib/scaling/create-scale-monitor.js';
import { Message } from '../../lib/triggers/message.js';
import { RedisInput } from '../../lib/triggers/redis-input.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisPubSubTrigger } from '../../lib/triggers/redis-pubsub-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import type { Recorder } from '../support/recorder.js';
import { Recorder as RecorderOf } from '../support/recorder.js';
import { describeOnRedis, redisName, type TestRedis } from '../support/test-redis.js';
import { AppFolder, type AppFiles } from './support/app-folder.js';
import { recordCalls } from './support/calls.js';

/** One function of a case, in words that all three ways of writing it share. */
interface CaseFunction {
  readonly kind: 'PubSub' | 'List' | 'Stream';
  readonly options: Readonly<Record<string, unknown>>;
  readonly isMany?: boolean;
  /** The command of an input. */
  readonly input?: string;
  /** The command of what is returned, and the expression of JavaScript that makes it of `entry`. */
  readonly output?: readonly [command: string, value: string];
  /** The same for a method, which sends with a client of its own. */
  readonly send?: (redis: TestRedis, message: RedisMessageModel) => Promise<unknown>;
}

type Way = 'a folder' | 'an app of @azure/functions' | 'decorators';

const connection = redisName;

function folderOf({ kind, options, isMany, input, output }: CaseFunction): AppFiles {
  const many = isMany ? { cardinality: 'many', dataType: 'string' } : {};
  const trigger = {
    type: `redis${kind}Trigger`,
    name: 'entry',
    direction: 'in',
    connection,
    ...options,
    ...many,
  };
  const bindings = [
    trigger,
    ...(input ? [{ type: 'redis', name: 'value', direction: 'in', connection, command: input }] : []),
    ...(output ? [{ type: 'redis', name: '$return', direction: 'out', connection, command: output[0] }] : []),
  ];
  return {
    'F/function.json': { bindings },
    'F/index.js': `module.exports = async (context, entry, value) => { recordCall(entry, value); return ${output?.[1] ?? ''}; };`,
  };
}

function appOf({ kind, options, isMany, input, output }: CaseFunction): AppFiles {
  const many = isMany ? { cardinality: 'many', dataType: 'string' } : {};
  const trigger = JSON.stringify({
    type: `redis${kind}Trigger`,
    name: 'entry',
    connection,
    ...options,
    ...many,
  });
  const bound = (command: string): string => JSON.stringify({ type: 'redis', connection, command });
  return {
    'package.json': { main: 'index.js' },
    'index.js': `const { app, input, output, trigger } = require('@azure/functions');
      const value = input.generic(${bound(input ?? 'DBSIZE')});
      app.generic('F', {
        trigger: trigger.generic(${trigger}),
        ${input ? 'extraInputs: [value],' : ''}
        ${output ? `return: output.generic(${bound(output[0])}),` : ''}
        handler: async (entry, context) => { recordCall(entry, context.extraInputs.get(value)); return ${output?.[1] ?? ''}; },
      });`,
  };
}

function classOf(redis: TestRedis, { kind, options, isMany, input, send }: CaseFunction): Class {
  class Handlers {
    async run(message: RedisMessageModel | RedisMessageModel[], value?: string): Promise<void> {
      globalThis.recordCall?.(message, value);
      if (send && !Array.isArray(message)) await send(redis, message);
    }
  }
  const { prototype } = Handlers;
  const parameter = (decorator: unknown, index: number): void =>
    (decorator as ParameterDecorator)(prototype, 'run', index);
  parameter(Message(RedisMessageModel), 0);
  if (input) parameter(RedisInput({ command: input, type: String }), 1);
  const triggers = { PubSub: RedisPubSubTrigger, List: RedisListTrigger, Stream: RedisStreamTrigger };
  const decorator = triggers[kind] as (given: object) => MethodDecorator;
  const given = { name: 'F', connection, ...options, ...(isMany && { batch: true }) };
  const descriptor = Object.getOwnPropertyDescriptor(prototype, 'run');
  decorator(given)(prototype, 'run', descriptor ?? {});
  return Handlers;
}

/** What was received as a text, however the way of writing it gives it: each model of Azure has a form of its own. */
function textOf(entry: unknown): string {
  if (Array.isArray(entry)) return entry.map(textOf).join();
  if (entry instanceof RedisMessageModel) return entry.message;
  if (typeof entry !== 'object' || entry === null) return String(entry);
  const { Message: text, Values: values } = entry as { Message?: string | number; Values?: object };
  if (text !== undefined) return textOf(text);
  return values === undefined ? JSON.stringify(entry) : JSON.stringify(values);
}

for (const way of ['a folder', 'an app of @azure/functions', 'decorators'] as const satisfies Way[])
  describeOnRedis(`the integration cases of Azure's extension, as ${way}`, (redis) => {
    let calls: Recorder<readonly unknown[]>;
    const open: { readonly folder: AppFolder; readonly app: FunctionApp }[] = [];
    const runtimes: Runtime[] = [];

    beforeEach(async () => {
      calls = recordCalls();
      await redis.client.config('SET', 'notify-keyspace-events', 'AKE');
    });
    afterEach(async () => {
      await Promise.all(runtimes.splice(0).map((runtime) => runtime.stop()));
      for (const { folder, app } of open.splice(0)) {
        await app.close();
        folder[Symbol.dispose]();
      }
    });

    /** Starts the function, in so many runtimes as there would be processes. */
    async function start(definition: CaseFunction, processes = 1): Promise<readonly Runtime[]> {
      const handlers = await load(definition);
      for (let count = 0; count < processes; count++) runtimes.push(await redis.startRuntime(handlers));
      return runtimes;
    }

    async function load(definition: CaseFunction): Promise<readonly Class[]> {
      if (way === 'decorators') return [classOf(redis, definition)];
      const folder = new AppFolder(way === 'a folder' ? folderOf(definition) : appOf(definition));
      folder.withAzureFunctions();
      const app = await loadFunctionApp(folder.folder, { connections: { [redisName]: redis.connection } });
      open.push({ folder, app });
      return app.handlers;
    }

    const texts = (): string[] => calls.items.map(([entry]) => textOf(entry));

    for (const [channel, pattern] of [
      ['testChannel', false],
      ['testChannel*', true],
      ['*', true],
    ] as const)
      it(`a message of ${channel}: one call`, async () => {
        await start({ kind: 'PubSub', options: { channel, pattern } });
        await redis.client.publish('testChannel', 'hello');
        await calls.until(1);
        await redis.client.publish('testChannel', 'end');
        await calls.until(2);
        expect(texts()).to.deep.equal(['hello', 'end']);
      });

    for (const [channel, pattern, expected] of [
      ['__keyspace@0__:keyspaceTest', false, ['set', 'del']],
      ['__keyspace@0__:keyspaceTest*', true, ['set', 'del']],
      ['__keyevent@0__:set', false, ['keyspaceTest', 'other']],
      ['__keyevent@0__:*', true, ['keyspaceTest', 'keyspaceTest', 'other']],
    ] as const)
      it(`SET and DEL with notifications of ${channel}`, async () => {
        await start({ kind: 'PubSub', options: { channel, pattern } });
        await redis.client.set('keyspaceTest', '1');
        await redis.client.del('keyspaceTest');
        await redis.client.set('other', '1');
        await calls.until(expected.length);
        expect(texts()).to.deep.equal(expected);
      });

    it('two elements of a list: two calls', async () => {
      await start({ kind: 'List', options: { key: 'listTest' } });
      await redis.client.rpush('listTest', 'one', 'two');
      await calls.until(2);
      expect(texts().sort()).to.deep.equal(['one', 'two']);
    });

    it('elements from the right', async () => {
      await redis.client.lpush('listTest', '1');
      await redis.client.rpush('listTest', '2');
      await start({ kind: 'List', options: { key: 'listTest', listDirection: 'RIGHT', maxBatchSize: 1 } });
      await calls.until(2);
      expect(texts()).to.deep.equal(['2', '1']);
    });

    it('100 elements of a list and three processes: each once', async () => {
      await start({ kind: 'List', options: { key: 'listTest' } }, 3);
      const elements = Array.from({ length: 100 }, (_, index) => `element ${index}`);
      await Promise.all(elements.map((each) => redis.client.rpush('listTest', each)));
      await calls.until(100);
      expect(texts().sort()).to.deep.equal([...elements].sort());
      expect(await redis.client.llen('listTest')).to.equal(0);
    });

    for (const kind of ['List', 'Stream'] as const)
      it(`1,000 ${kind === 'List' ? 'elements of a list' : 'entries of a stream'} in batches of ten: 100 calls`, async () => {
        const elements = Array.from({ length: 1_000 }, (_, index) => `n${index}`);
        const pipeline = redis.client.pipeline();
        for (const each of elements)
          if (kind === 'List') pipeline.rpush('many', each);
          else pipeline.xadd('many', '*', 'n', each);
        await pipeline.exec();
        await start({ kind, isMany: true, options: { key: 'many', maxBatchSize: 10 } });
        await calls.until(100);
        const all = calls.items.flatMap(([entries]) => entries as unknown[]);
        expect(all).to.have.length(1_000);
        expect(calls.items).to.have.length(100);
        for (const each of [elements[0], elements[999]]) expect(all.map(textOf).join()).to.include(each);
      });

    it('an entry of a stream: one call with its fields', async () => {
      await start({ kind: 'Stream', options: { key: 'streamTest' } });
      await redis.client.xadd('streamTest', '*', 'a', 'b', 'c', 'd');
      await calls.until(1);
      expect(texts()).to.deep.equal(['{"a":"b","c":"d"}']);
    });

    it('100 entries of a stream and three processes: each once', async () => {
      await start({ kind: 'Stream', options: { key: 'streamTest' } }, 3);
      const values = Array.from({ length: 100 }, (_, index) => `v${index}`);
      await Promise.all(values.map((value) => redis.client.xadd('streamTest', '*', 'a', value)));
      await calls.until(100);
      expect(texts().sort()).to.deep.equal(values.map((value) => `{"a":"${value}"}`).sort());
    });

    for (const [title, command, value, expected] of [
      ['GET of the key that was set', 'GET {Message}', 'value', 'value'],
      ['HGET of a field', 'HGET hash {Message}', 'value', 'in the hash'],
      [
        'GET of JSON',
        'GET {Message}',
        '{"Name":"a","Field":"b","Random":1}',
        '{"Name":"a","Field":"b","Random":1}',
      ],
    ] as const)
      it(`an input: ${title}`, async () => {
        await redis.client.hset('hash', 'inputTest', 'in the hash');
        await start({
          kind: 'PubSub',
          options: { channel: '__keyevent@0__:set', pattern: false },
          input: command,
        });
        await redis.client.set('inputTest', value);
        const [[, given] = []] = await calls.until(1);
        expect(typeof given === 'string' ? given : JSON.stringify(given)).to.equal(expected);
      });

    /** Resolves with what a key is deleted, or changed, by: Redis says it. */
    async function changesOf(event: string): Promise<Recorder<string>> {
      const seen = new RecorderOf<string>();
      const subscriber = redis.client.duplicate();
      await subscriber.subscribe(`__keyevent@0__:${event}`);
      subscriber.on('message', (_channel, key: string) => seen.add(key));
      closing.push(() => subscriber.disconnect());
      return seen;
    }
    const closing: (() => void)[] = [];
    afterEach(() => closing.splice(0).forEach((close) => close()));

    it('an output: DEL of the key that was set', async () => {
      const deleted = await changesOf('del');
      await start({
        kind: 'PubSub',
        options: { channel: '__keyevent@0__:set', pattern: false },
        output: ['DEL', 'entry.Message'],
        send: ({ client }, { message }) => client.del(message),
      });
      await redis.client.set('outputTest', 'x');
      expect(await deleted.until(1)).to.deep.equal(['outputTest']);
      expect(await redis.client.exists('outputTest')).to.equal(0);
    });

    it('an output: XDEL of the entry that was handled', async () => {
      const deleted = await changesOf('xdel');
      await start({
        kind: 'Stream',
        options: { key: 'streamTest' },
        output: ['XDEL {Key}', 'entry.Id'],
        send: ({ client }, { trigger }) => client.xdel(trigger, '1-1'),
      });
      await redis.client.xadd('streamTest', '1-1', 'a', 'b');
      await deleted.until(1);
      expect(await redis.client.xlen('streamTest')).to.equal(0);
    });

    it('an output: 100 commands of one invocation', async () => {
      const set = await changesOf('set');
      await start({
        kind: 'List',
        options: { key: 'listTest' },
        output: ['SET', 'Array.from({ length: 100 }, (_, index) => `key${index} ${index}`)'],
        send: ({ client }) =>
          Promise.all(Array.from({ length: 100 }, (_, index) => client.set(`key${index}`, index))),
      });
      await redis.client.rpush('listTest', 'go');
      await set.until(100);
      expect(await redis.client.get('key99')).to.equal('99');
      expect(await redis.client.dbsize()).to.equal(100);
    });

    it('scaling: as many workers as the backlog takes', async () => {
      const pipeline = redis.client.pipeline();
      for (let index = 0; index < 1_000; index++) pipeline.rpush('backlog', index);
      await pipeline.exec();
      const definition = { kind: 'List', options: { key: 'backlog', messagesPerWorker: 100 } } as const;
      await using monitor = await createScaleMonitor({
        handlers: await load(definition),
        connections: { [redisName]: redis.connection },
        logger: false,
      });
      const fresh = { workers: 1, maxAgeInMs: 0 };
      const expected = { remaining: 1_000, targetWorkers: 10 };
      expect(await monitor.read('F', fresh)).to.include(expected);
      await redis.client.ltrim('backlog', 0, 49);
      expect(await monitor.read('F', fresh)).to.include({
        remaining: 50,
        targetWorkers: 1,
      });
    });
  });
