import { expect } from 'chai';
import { loadFunctionApp } from '../../lib/azure/load-function-app.js';
import type { FunctionApp } from '../../lib/azure/function-app.js';
import { compileExpression, ExpressionError } from '../../lib/expressions/binding-expression.js';
import { outputArguments } from '../../lib/azure/redis/output-arguments.js';
import { Recorder } from '../support/recorder.js';
import { rejectionOf } from '../support/rejection-of.js';
import { describeOnRedis, redisName } from '../support/test-redis.js';
import { AppFolder, type AppFiles } from './support/app-folder.js';
import { recordCalls } from './support/calls.js';

const list = { type: 'redisListTrigger', name: 'entry', connection: redisName, key: 'orders' };
const input = { type: 'redis', direction: 'in', name: 'value', connection: redisName };
const output = { type: 'redis', direction: 'out', name: '$return', connection: redisName };

describeOnRedis('bindings of the type redis', (redis) => {
  let calls: Recorder<readonly unknown[]>;
  const open: { readonly folder: AppFolder; readonly app: FunctionApp }[] = [];

  beforeEach(() => (calls = recordCalls()));
  afterEach(async () => {
    for (const { folder, app } of open.splice(0)) {
      await app.close();
      folder[Symbol.dispose]();
    }
  });

  async function start(
    bindings: readonly object[],
    script: string,
  ): Promise<{ failures: Recorder<string>; done: Recorder<string> }> {
    const files: AppFiles = { 'F/function.json': { bindings }, 'F/index.js': script };
    const folder = new AppFolder(files);
    const connections = { [redisName]: redis.connection };
    const app = await loadFunctionApp(folder.folder, { connections, settings: { secret: 'hunter2' } });
    open.push({ folder, app });
    const failures = new Recorder<string>();
    const done = new Recorder<string>();
    const runtime = await redis.createRuntime(app.handlers, { settings: app.settings });
    runtime.on('invocationFailed', ({ error }) => failures.add(error.message));
    runtime.on('invocationSucceeded', ({ source }) => done.add(source));
    await runtime.start();
    return { failures, done };
  }

  it('read a value before the function runs, by what the message says', async () => {
    await redis.client.set('user:5', '{"name":"Ada"}');
    const record =
      'module.exports = async (context, entry, value) => recordCall(entry.userId, value, context.bindings.value);';
    await start([list, { ...input, command: 'GET user:{userId}' }], record);
    await redis.client.rpush('orders', '{"userId":5}', '{"userId":6}');
    expect(await calls.until(2)).to.have.deep.members([
      [5, { name: 'Ada' }, { name: 'Ada' }],
      [6, undefined, undefined],
    ]);
  });

  it('let no message read settings or add arguments', async () => {
    await redis.client.set('%secret%', 'a key of this name');
    const record = 'module.exports = async (context, entry, value) => recordCall(value);';
    const { failures } = await start([list, { ...input, command: 'GET {Value}' }], record);
    await redis.client.rpush('orders', '%secret%', 'a b', 'hunter2');
    expect(await calls.until(3)).to.have.deep.members([['a key of this name'], [undefined], [undefined]]);
    expect(failures.items).to.deep.equal([]);
  });

  it('fail the message where what is read cannot be, and the function does not run', async () => {
    const record = 'module.exports = async () => recordCall();';
    const { failures } = await start([list, { ...input, command: 'GET {userId}' }], record);
    await redis.client.lpush('held', 'x');
    await redis.client.rpush('orders', 'no object', '{"userId":"held"}');
    const messages = await failures.until(2);
    expect(messages.join('\n')).to.match(/the message has no value for \{userId\}/);
    expect(messages.join('\n')).to.match(/WRONGTYPE/);
    expect(calls.items).to.deep.equal([]);
  });

  it('send what is returned and what is set by name, before the message counts as handled', async () => {
    const script = `module.exports = async (context, entry) => {
      context.bindings.log = [['all orders', entry], 'count 1'];
      return entry + ' 5';
    };`;
    const log = { ...output, name: 'log', command: 'LPUSH' };
    const { done } = await start([list, { ...output, command: 'SET' }, log], script);
    await redis.client.rpush('orders', 'tea');
    await done.until(1);
    expect(await redis.client.get('tea')).to.equal('5');
    expect(await redis.client.lrange('all orders', 0, -1)).to.deep.equal(['tea']);
    expect(await redis.client.lrange('count', 0, -1)).to.deep.equal(['1']);
  });

  it('fail the message where Redis refuses what is sent', async () => {
    await redis.client.lpush('held', 'x');
    const { failures } = await start(
      [list, { ...output, command: 'INCR' }],
      "module.exports = async () => 'held';",
    );
    await redis.client.rpush('orders', 'tea');
    expect((await failures.until(1))[0]).to.match(/WRONGTYPE/);
  });

  it('are problems where they are wrong', async () => {
    using folder = new AppFolder({
      'F/function.json': {
        bindings: [
          list,
          { ...input, name: 'a', command: 'KEYS *' },
          { ...input, name: 'b', command: 'GET {Key' },
          { ...input, name: 'c', command: 'GET %nothing%' },
          { ...input, name: 'd' },
          { ...output, name: 'e', command: '{Value} x' },
          { ...output, name: 'f', command: 'DEL', connection: 'nowhere' },
        ],
      },
      'F/index.js': 'module.exports = async () => undefined;',
    });
    const connections = { [redisName]: redis.connection };
    const { problems } = await rejectionOf(loadFunctionApp(folder.folder, { connections }));
    const text = problems.map(({ place, what }) => `${place}: ${what}`).join('\n');
    for (const expected of [
      'F/function.json: the binding "a": KEYS is not a command that reads one value',
      'F/function.json: the binding "b": in {Key there is an opening brace without a closing one at character 1',
      'F/function.json: the binding "c": no setting has the name %nothing%',
      'F/function.json: the binding "d": "command" is missing',
      'F/function.json: the binding "e": {Value} is no command',
      'F/function.json: the connection "nowhere" is neither',
    ])
      expect(text).to.include(expected);
  });
});

describe('binding expressions', () => {
  const data = { p1: 'a', d3: 'x/y', Message: 'm', a: { 'x-header': 'h' }, Values: { id: 7 }, n: null };
  const texts: [string, string][] = [
    ['{p1}-p2/{{2014}}/{d3}', 'a-p2/{2014}/x/y'],
    ['{{{p1}}}', '{a}'],
    ['GET:{message}', 'GET:m'],
    ['{a.x-header}', 'h'],
    ['{values.id}', '7'],
    ['a{n}b', 'ab'],
    ['{sys.methodname}', 'F'],
  ];
  for (const [text, expected] of texts)
    it(`makes ${expected} of ${text}`, () => expect(compileExpression(text, 'F')(data)).to.equal(expected));

  for (const [text, position] of [
    ['malformed-{path', 11],
    ['malformed}-path', 10],
    ['{}-path', 1],
    ['{malformed-param}', 1],
    ['}{param}{-path', 1],
    ['{a{nested}param}', 1],
  ] as const)
    it(`refuses ${text}`, () =>
      expect(() => compileExpression(text, 'F')).to.throw(ExpressionError, `at character ${position}`));

  it('are not known where the message does not have them', () => {
    expect(() => compileExpression('{missing}', 'F')(data)).to.throw(
      'the message has no value for {missing}',
    );
    expect(() => compileExpression('{Values.nope}', 'F')(data)).to.throw('{Values.nope}');
    expect(compileExpression('{rand-guid}', 'F')(data)).to.match(/^[0-9a-f-]{36}$/);
  });
});

describe('outputArguments', () => {
  const outputs: [unknown, unknown][] = [
    [undefined, []],
    ['', [['']]],
    ['key value', [['key', 'value']]],
    [
      ['a 1', 'b 2'],
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    [
      '["a 1","b 2"]',
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    [[['a', '1 and more']], [['a', '1 and more']]],
    [{ a: 1 }, [['{"a":1}']]],
    ['{"a": 1}', [['{"a": 1}']]],
    [7, [['7']]],
    [Buffer.from([0xff]), [[Buffer.from([0xff])]]],
  ];
  for (const [value, expected] of outputs)
    it(`makes ${JSON.stringify(expected)} of ${JSON.stringify(value)}`, () =>
      expect(outputArguments(value)).to.deep.equal(expected));
});
