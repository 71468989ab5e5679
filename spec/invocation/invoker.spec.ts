import 'reflect-metadata';
import { expect } from 'chai';
import { z } from 'zod';
import { RedisTriggersError } from '../../lib/errors/redis-triggers-error.js';
import type { InvocationContext } from '../../lib/messages/invocation-context.js';
import type { RawMessage } from '../../lib/messages/raw-message.js';
import type { Class } from '../../lib/metadata/class.js';
import { Payload } from '../../lib/triggers/payload.js';
import { RedisListTrigger } from '../../lib/triggers/redis-list-trigger.js';
import { RedisStreamTrigger } from '../../lib/triggers/redis-stream-trigger.js';
import { classWith } from '../support/describe-classes.js';
import { makeInvoker, type InvokerOptions } from '../support/make-invoker.js';
import { element, entry } from '../support/messages.js';
import { RecordingLogger } from '../support/recording-logger.js';

const on = { connection: 'c', key: 'k' };
const succeeded = { status: 'succeeded' };
const cancelled = { status: 'cancelled' };

/** The outcomes of one invocation of a class with one function. */
async function outcomesOf(handlers: Class, messages: RawMessage[] = [element()], options?: InvokerOptions) {
  return (await makeInvoker(handlers, options)).execute(messages);
}

/** A class whose method `run` does this. */
const handling = (method: (...args: unknown[]) => unknown) => classWith(RedisListTrigger(on), method);

function throwing(thrown: unknown): () => never {
  return () => {
    throw thrown;
  };
}

describe('the outcome of an invocation', () => {
  const error = new Error('failed');

  it('is failure also where what is thrown throws at whoever looks at it', async () => {
    const hostile = new Proxy({}, { getPrototypeOf: throwing(error), get: throwing(error) });
    const [outcome] = await outcomesOf(handling(throwing(hostile)));
    expect(outcome).to.include({ status: 'failed', reason: 'handler-failed' });
  });

  it('is success whatever the handler returns', async () => {
    for (const result of [undefined, 5, false, Promise.resolve('x')]) {
      expect(await outcomesOf(handling(() => result))).to.deep.equal([succeeded]);
    }
  });

  it('is known at once where the handler waits for nothing, so that a message costs no promise', async () => {
    const done = await makeInvoker(handling(() => 5));
    expect(done.execute([element()])).to.deep.equal([succeeded]);
    const failed = await makeInvoker(handling(throwing(error)));
    expect(failed.execute([element()]))
      .to.be.an('array')
      .of.length(1);
    const later = await makeInvoker(handling(() => Promise.resolve()));
    expect(later.execute([element()])).to.be.instanceOf(Promise);
  });

  const failures: [string, () => unknown][] = [
    ['a synchronous throw', throwing(error)],
    ['a rejection', () => Promise.reject(error)],
  ];
  for (const [what, method] of failures) {
    it(`is a failure after ${what}`, async () => {
      expect(await outcomesOf(handling(method))).to.deep.equal([
        { status: 'failed', reason: 'handler-failed', error, attempts: 1 },
      ]);
    });
  }

  for (const thrown of ['boom', 5, undefined, null, { message: 'boom' }]) {
    it(`is a failure with place and remedy when a handler throws ${JSON.stringify(thrown) ?? 'undefined'}`, async () => {
      const [outcome] = await outcomesOf(handling(throwing(thrown)));
      const failure = outcome as { status: string; error: RedisTriggersError };
      expect(failure.status).to.equal('failed');
      expect(failure.error).to.include({ code: 'HANDLER_FAILED', place: 'Handlers.run', cause: thrown });
      if (thrown) expect(failure.error.message).to.match(/was thrown: (boom|5)/);
    });
  }

  it('is cancelled when the handler gives up because it is told to', async () => {
    const told = new AbortController();
    const handlers = handling((_message, context) => {
      told.abort();
      return Promise.reject((context as InvocationContext).signal.reason as Error);
    });
    expect(await outcomesOf(handlers, [element()], { signal: told.signal })).to.deep.equal([cancelled]);
  });

  it('is success when the handler ends well although it was told to give up', async () => {
    const signal = AbortSignal.abort();
    expect(
      await outcomesOf(
        handling(() => undefined),
        [element()],
        { signal },
      ),
    ).to.deep.equal([succeeded]);
  });

  it('is a failure when the container gives something without the method', async () => {
    const handlers = handling(() => undefined);
    const container = {
      prepare: () => 'transient' as const,
      resolve: () => ({}),
      createScope: () => expect.fail('nothing is scoped'),
    };
    const [outcome] = await outcomesOf(handlers, [element()], { container });
    expect(outcome).to.include({ status: 'failed' });
    expect((outcome as { error: unknown }).error).to.include({
      code: 'HANDLER_INVALID',
      place: 'Handlers.run',
    });
  });

  it('is logged with its context when it is a failure', async () => {
    const logger = new RecordingLogger();
    await outcomesOf(handling(throwing(error)), [element('sesame')], { logger });
    const [line] = logger.lines;
    expect(line).to.include({ level: 'error', text: 'an invocation failed' });
    expect(line?.fields).to.include({ functionId: 'Handlers.run', attempt: 1, deliveryCount: 1 });
    expect(line?.fields.error).to.include({ name: 'Error', message: 'failed' });
    expect(JSON.stringify(logger.lines)).to.not.include('sesame');
  });
});

describe('an invocation with payloads', () => {
  const payload = z.object({ id: z.number() });

  it('is not begun for a message whose payload is invalid', async () => {
    const logger = new RecordingLogger();
    const handlers = classWith(RedisListTrigger({ ...on, payload }), () => expect.fail('it must not run'));
    const [outcome] = await outcomesOf(handlers, [element('{"id":"sesame"}')], { logger });
    expect(outcome).to.include({ status: 'failed', reason: 'payload-invalid', attempts: 0 });
    expect((outcome as { error: unknown }).error).to.include({
      code: 'PAYLOAD_INVALID',
      place: 'Handlers.run',
    });
    expect(logger.lines.map(({ text }) => text)).to.deep.equal(['a message has an invalid payload']);
    expect(JSON.stringify(logger.lines)).to.include('PAYLOAD_INVALID').and.not.include('sesame');
  });

  it('does not call a payload invalid that could not be checked', async () => {
    const outage = new Error('the database is away');
    const failing = {
      '~standard': { version: 1, vendor: 'x', validate: () => Promise.reject(outage) },
    } as const;
    const handlers = classWith(RedisListTrigger({ ...on, payload: failing }), () =>
      expect.fail('it must not run'),
    );
    const logger = new RecordingLogger();
    const [outcome] = await outcomesOf(handlers, [element('1')], { logger });
    expect(outcome).to.deep.equal({ status: 'failed', reason: 'handler-failed', error: outage, attempts: 0 });
    expect(logger.lines.map(({ text }) => text)).to.deep.equal(['a payload could not be checked']);
  });

  it('handles the others of a batch when some are invalid, and tells which is which', async () => {
    const received: unknown[] = [];
    class Batch {
      @RedisListTrigger({ ...on, batch: true })
      run(models: unknown[], @Payload(payload) payloads: unknown[]): void {
        received.push(models.length, payloads);
      }
    }
    Reflect.defineMetadata('design:paramtypes', [Array, Array], Batch.prototype, 'run');
    const texts = ['{"id":1}', 'no', '{"id":2}', '{}'];
    const outcomes = await outcomesOf(
      Batch,
      texts.map((text) => element(text)),
    );
    expect(outcomes.map(({ status }) => status)).to.deep.equal([
      'succeeded',
      'failed',
      'succeeded',
      'failed',
    ]);
    // Without a `payload` of the trigger, an array is that of the messages.
    expect(received).to.deep.equal([2, [{ id: 1 }, { id: 2 }]]);
  });

  it('does not begin a batch of which nothing is valid', async () => {
    const handlers = classWith(RedisListTrigger({ ...on, payload, batch: true }), () =>
      expect.fail('it must not run'),
    );
    const outcomes = await outcomesOf(handlers, [element('no'), element('no')]);
    expect(outcomes.map((outcome) => 'reason' in outcome && outcome.reason)).to.deep.equal([
      'payload-invalid',
      'payload-invalid',
    ]);
  });

  it('gives all messages of a batch the outcome of their invocation', async () => {
    const handlers = classWith(RedisListTrigger({ ...on, batch: true }), throwing(new Error('failed')));
    const outcomes = await outcomesOf(handlers, [element(), element()]);
    expect(outcomes.map(({ status }) => status)).to.deep.equal(['failed', 'failed']);
  });

  it('has an invalid payload when the entry lacks the field that an argument is made of', async () => {
    class Field {
      @RedisStreamTrigger({ ...on, payloadField: 'data' })
      run(_text: string): void {
        expect.fail('it must not run');
      }
    }
    const [outcome] = await outcomesOf(Field, [entry('other', 'x')]);
    expect(outcome).to.include({ status: 'failed', reason: 'payload-invalid' });
  });
});

describe('the disposal of a scope', () => {
  const outage = new Error('cannot be disposed');
  const container = (handler: object) => ({
    prepare: () => 'scoped' as const,
    resolve: () => expect.fail('nothing is in the root'),
    createScope: () => ({ resolve: () => handler, dispose: throwing(outage) }),
  });

  it('fails the invocation when it fails', async () => {
    const given = container({ run: () => undefined });
    const [outcome] = await outcomesOf(
      handling(() => undefined),
      [element()],
      { container: given },
    );
    expect(outcome).to.include({ status: 'failed', error: outage });
  });

  it('does not hide why the handler failed, and is logged', async () => {
    const logger = new RecordingLogger();
    const error = new Error('failed');
    const given = {
      ...container({}),
      createScope: () => ({
        resolve: () => ({ run: throwing(error) }),
        dispose: () => Promise.reject(outage),
      }),
    };
    const [outcome] = await outcomesOf(
      handling(() => undefined),
      [element()],
      { container: given, logger },
    );
    expect(outcome).to.include({ status: 'failed', error });
    expect(logger.lines.map(({ text }) => text)).to.include(
      'the scope of an invocation could not be disposed',
    );
  });
});
