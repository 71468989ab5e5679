import { expect } from 'chai';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { loadFunctionApp } from '../../lib/azure/load-function-app.js';
import type { FunctionApp } from '../../lib/azure/function-app.js';
import type { CreateRuntimeOptions } from '../../lib/create-runtime.js';
import type { Runtime } from '../../lib/runtime/runtime.js';
import { rejectionOf } from '../support/rejection-of.js';
import { Recorder } from '../support/recorder.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { describeOnRedis, redisName } from '../support/test-redis.js';
import { AppFolder, functionJson, type AppFiles } from './support/app-folder.js';

const list = { type: 'redisListTrigger', connection: redisName, key: 'orders' };

describeOnRedis('functions in Python', (redis) => {
  const open: { readonly folder: AppFolder; readonly app?: FunctionApp }[] = [];
  const connections = (): CreateRuntimeOptions['connections'] => ({ [redisName]: redis.connection });

  afterEach(async () => {
    for (const { folder, app } of open.splice(0)) {
      await app?.close();
      folder[Symbol.dispose]();
    }
  });

  async function load(files: AppFiles): Promise<FunctionApp> {
    const folder = new AppFolder(files);
    const app = await loadFunctionApp(folder.folder, { connections: connections() ?? {} }).catch(
      (error: unknown) => {
        folder[Symbol.dispose]();
        throw error;
      },
    );
    open.push({ folder, app });
    return app;
  }

  async function start(
    files: AppFiles,
  ): Promise<{ runtime: Runtime; logger: RecordingLogger; app: FunctionApp }> {
    const logger = new RecordingLogger();
    const app = await load(files);
    const { handlers, settings } = app;
    return { runtime: await redis.startRuntime(handlers, { settings, logger }), logger, app };
  }

  const one = (script: string, trigger: object = list, more: object = {}): AppFiles => ({
    'F/function.json': functionJson(trigger, more),
    'F/__init__.py': script,
  });

  const logged = async (logger: RecordingLogger, count: number): Promise<string[]> => {
    const own = (): string[] =>
      logger.lines
        .filter(({ fields }) => fields.invocationId !== undefined && fields.error === undefined)
        .map(({ level, text }) => `${level} ${text}`);
    await logger.until(() => own().length >= count);
    return own();
  };

  it('get text as it is, log into the log of the runtime, and print where they like', async () => {
    const script = `import logging, sys
def main(entry: str) -> None:
    print('nothing of the protocol', sys.stdin.read())
    logging.warning('%s %s', type(entry).__name__, entry)
    logging.getLogger('shop').info('by name')
    logging.debug('hidden')
`;
    const { logger } = await start(one(script));
    await redis.client.rpush('orders', '123');
    expect(await logged(logger, 2)).to.deep.equal(['warn str 123', 'info shop: by name']);
  });

  it('get bytes, a RedisMessageModel, and the context', async () => {
    const { logger } = await start({
      'Bytes/function.json': functionJson({ ...list, key: 'bytes', dataType: 'binary' }),
      'Bytes/__init__.py': 'import logging\nasync def main(entry: bytes): logging.info(repr(entry))\n',
      'Model/function.json': functionJson({
        type: 'redisStreamTrigger',
        connection: redisName,
        key: 'payments',
      }),
      'Model/__init__.py': `import logging
def main(entry: RedisMessageModel, context): logging.info('%s %s %s %s', entry.Trigger, entry.Message, context.function_name, context.retry_context.retry_count)
`,
    });
    await redis.client.rpush('bytes', Buffer.from([0xff, 0x00]));
    expect(await logged(logger, 1)).to.deep.equal(["info b'\\xff\\x00'"]);
    await redis.client.xadd('payments', '*', 'amount', '7');
    expect((await logged(logger, 2))[1]).to.equal('info payments {"amount":"7"} Model 0');
  });

  it('import their neighbours, and azure.functions where it is not installed', async () => {
    const { logger } = await start({
      'shared/helper.py': 'value = 7',
      'My-Function/function.json': functionJson(list, { scriptFile: 'main.py', entryPoint: 'handle' }),
      'My-Function/near.py': 'value = 8',
      'My-Function/main.py': `import logging
import azure.functions as func
from . import near
from ..shared import helper
from __app__.shared import helper as same
def handle(entry: str, context: func.Context): logging.info('%s %s %s', near.value, helper.value, same is helper)
`,
    });
    await redis.client.rpush('orders', 'x');
    expect(await logged(logger, 1)).to.deep.equal(['info 8 7 True']);
  });

  it('fail with their exception and its traceback, also where they end the interpreter', async () => {
    const failures = new Recorder<{ name: string; message: string; stack?: string }>();
    const script = `import sys
class OutOfStock(Exception): pass
def main(entry):
    if entry == 'exit': sys.exit(3)
    raise OutOfStock('no ' + entry)
`;
    const dead = new Recorder<unknown>();
    const { runtime } = await start(one(script));
    runtime.on('invocationFailed', ({ error }) => failures.add(error));
    runtime.on('messageDeadLettered', (event) => dead.add(event));
    await redis.client.rpush('orders', 'tea', 'exit');
    const errors = await failures.until(2);
    const error = errors.find(({ name }) => name === 'OutOfStock');
    expect(error?.message).to.equal('no tea');
    expect(error?.stack).to.match(
      /^Traceback[^]*File ".*F\/__init__\.py", line 5, in main[^]*OutOfStock: no tea$/,
    );
    expect(error?.stack).to.not.include('redis-triggers worker');
    expect(errors.map(({ name }) => name)).to.include('SystemExit');
    await dead.until(2);
    expect(await redis.client.xlen('{orders}:dead-letter:F')).to.equal(2);
  });

  it('run several at a time in one process, whether async or not', async () => {
    const { logger } = await start({
      'Async/function.json': functionJson({ ...list, key: 'async', count: 3 }),
      'Async/__init__.py': `import asyncio, logging
waiting = []
async def main(entry):
    waiting.append(asyncio.Event())
    if len(waiting) == 3:
        for each in waiting: each.set()
    await waiting[-1].wait() if entry != 'last' else None
    logging.info('async')
`,
      'Plain/function.json': functionJson({ ...list, key: 'plain', count: 3 }),
      'Plain/__init__.py': `import logging, threading
barrier = threading.Barrier(3)
def main(entry):
    barrier.wait()
    logging.info('plain')
`,
    });
    await redis.client.rpush('async', '1', '2', '3');
    await redis.client.rpush('plain', '1', '2', '3');
    expect((await logged(logger, 6)).sort()).to.deep.equal([
      ...Array.from({ length: 3 }, () => 'info async'),
      ...Array.from({ length: 3 }, () => 'info plain'),
    ]);
  });

  it('go on in another process after theirs was killed: only what ran fails, and a stream delivers it again', async () => {
    const failures = new Recorder<unknown>();
    const script = `import logging, os
def main(entry, context):
    marker = os.path.join(context.function_directory, 'died')
    if 'die' in entry and not os.path.exists(marker):
        open(marker, 'w').close()
        os._exit(9)
    logging.info(entry.count('die'))
`;
    const stream = { type: 'redisStreamTrigger', connection: redisName, key: 'payments', count: 1 };
    const { runtime, logger } = await start(one(script, stream));
    runtime.on('invocationFailed', ({ error }) => failures.add(error));
    await redis.client.xadd('payments', '*', 'do', 'die');
    const [error] = await failures.until(1);
    expect(error).to.have.property('code', 'PYTHON_ENDED');
    expect(error)
      .to.have.property('message')
      .that.matches(/^F\/function\.json: the Python process ended \(exit code 9\)/);
    expect(await logged(logger, 1)).to.include('info 1');
  });

  it('end what runs at a stop, and their process at close', async () => {
    const script = `import logging, time
def main(entry):
    logging.info('begun')
    time.sleep(0.2)
    logging.info('ended')
`;
    const { runtime, logger, app } = await start(one(script));
    await redis.client.rpush('orders', 'x');
    await logged(logger, 1);
    await runtime.stop();
    expect(await logged(logger, 2)).to.deep.equal(['info begun', 'info ended']);
    await app.close();
    expect(await redis.client.exists('{orders}:dead-letter:F')).to.equal(0);
  });

  it('are problems, all at once, where they cannot run', async () => {
    const functions: Record<string, string> = {
      Annotated: 'def main(entry: int): pass',
      Nothing: 'value = 1',
      Parameters: 'def main(other): pass',
      Raises: 'raise ValueError("not today")',
      Syntax: 'def main(entry):\n  pass\ndef broken(:\n',
    };
    const files: Record<string, unknown> = {};
    for (const [name, script] of Object.entries(functions)) {
      files[`${name}/function.json`] = functionJson(list);
      files[`${name}/__init__.py`] = script;
    }
    const error = await rejectionOf(load(files));
    const texts = error.problems.map(({ place, what }) => `${place}: ${what}`);
    expect(texts).to.have.length(5);
    for (const expected of [
      /^Annotated\/function\.json: .*the parameter entry has the type int: write str, bytes or RedisMessageModel$/,
      /^Nothing\/function\.json: .*it has no function main$/,
      /^Parameters\/function\.json: .*has no parameter for the binding entry$/,
      /^Raises\/function\.json: .*ValueError: not today \(File ".*", line 1\)$/,
      /^Syntax\/function\.json: .*SyntaxError: invalid syntax .*line 3\)$/,
    ])
      expect(
        texts.filter((text) => expected.test(text)),
        `${expected}\n${texts.join('\n')}`,
      ).to.have.length(1);
  });
});

describe('functions in Python without a Python that can run them', () => {
  it('are one problem that says which version it is', async () => {
    using folder = new AppFolder({
      'F/function.json': functionJson({ ...list, connection: '127.0.0.1:1' }),
      'F/__init__.py': 'def main(entry): pass',
      // Says that it is an old one, and is else the one that is there.
      old: '#!/bin/sh\nexec python3 -c "import sys; sys.version_info = (3, 7, 9); exec(sys.argv[1])" "$3"\n',
    });
    const python = join(folder.folder, 'old');
    chmodSync(python, 0o755);
    const error = await rejectionOf(loadFunctionApp(folder.folder, { python }));
    expect(error).to.include({ code: 'PYTHON_MISSING' });
    expect(error.problems[0]?.what).to.match(
      /does not start: it is Python 3\.7\.9, and the oldest that can run them is 3\.8$/,
    );
  });

  it('are one problem that says what to install', async () => {
    using folder = new AppFolder({
      'F/function.json': functionJson({ ...list, connection: '127.0.0.1:1' }),
      'F/__init__.py': 'def main(entry): pass',
    });
    const error = await rejectionOf(loadFunctionApp(folder.folder, { python: '/nowhere/python3' }));
    expect(error).to.include({ code: 'PYTHON_MISSING', place: 'F/function.json' });
    expect(error.message).to.match(
      /\/nowhere\/python3, .* does not start: there is no such program\. Install Python/,
    );
  });
});
