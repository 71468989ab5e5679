import 'reflect-metadata';
import { expect } from 'chai';
import { IsInt } from 'class-validator';
import { Transform } from 'class-transformer';
import type { InvocationContext } from '../../../lib/messages/invocation-context.js';
import type { Middleware } from '../../../lib/messages/middleware.js';
import { OnDeadLetter } from '../../../lib/triggers/on-dead-letter.js';
import { hostileErrors, hostileResults, rethrow, revoked } from '../../support/hostile-values.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { Recorder } from '../../support/recorder.js';
import { signalled } from '../../support/signalled.js';
import { describeOnRedis } from '../../support/test-redis.js';
import {
  badMessages,
  deadLetterCount,
  expectToStand,
  handlerOf,
  healthOf,
  kinds,
  send,
  untilEnded,
  type Hostile,
} from './hostile-function.js';

const fail = (): never => rethrow(new Error('hostile'));

class Unreadable {
  @Transform(fail)
  @IsInt()
  text = 0;
}

/** A Standard Schema that does this. */
const schema = (validate: (value: unknown) => unknown) =>
  ({ '~standard': { version: 1, vendor: 'spec', validate } }) as never;

const middleware = (...all: ((context: InvocationContext, next: () => Promise<unknown>) => unknown)[]) => ({
  runtime: { middleware: all as Middleware[] },
});

/** A custom container, or one of its scopes, that fails so. */
const container = (scope: object, lifetime = 'scoped', other: object = {}) => ({
  runtime: {
    container: {
      prepare: () => lifetime,
      resolve: () => revoked(),
      createScope: () => ({
        resolve: (handlers: new () => object) => new handlers(),
        dispose: () => undefined,
        ...scope,
      }),
      ...other,
    } as never,
  },
});

const fails: readonly [title: string, Hostile][] = [
  ['middleware that throws', middleware(fail)],
  [
    'middleware that rejects with nothing',
    middleware(() => Promise.resolve().then(() => rethrow(undefined))),
  ],
  [
    'middleware that forgets to wait for a handler that fails',
    { ...middleware((_, next) => void next()), handle: () => Promise.resolve().then(fail) },
  ],
  ['middleware that returns a revoked proxy', middleware(() => revoked())],
  ['a schema that throws', { options: { payload: schema(fail) } }],
  ['a schema that rejects', { options: { payload: schema(() => Promise.reject(new Error('x'))) } }],
  ['a schema that returns nothing', { options: { payload: schema(() => undefined) } }],
  ['a schema that returns neither a value nor issues', { options: { payload: schema(() => ({})) } }],
  ['a schema that returns a revoked proxy', { options: { payload: schema(() => revoked()) } }],
  [
    'a schema whose issues are no issues',
    { options: { payload: schema(() => ({ issues: [null, revoked()] })) } },
  ],
  ['a payload class whose decorator throws', { options: { payload: Unreadable } }],
  ['a scope that cannot be opened', container({}, 'scoped', { createScope: fail })],
  ['a scope that throws', container({ resolve: fail })],
  ['a scope that gives a revoked proxy', container({ resolve: () => revoked() })],
  ['a scope that gives nothing', container({ resolve: () => undefined })],
  ['a scope whose disposal throws', container({ dispose: fail })],
  ['a scope whose disposal rejects', container({ dispose: () => Promise.reject(new Error('x')) })],
  ['a scope whose disposal returns a revoked proxy', container({ dispose: () => revoked() })],
  ['a container that gives a revoked proxy', container({}, 'transient')],
];

const throwingLogger = { debug: fail, info: fail, warn: fail, error: fail, child: fail };
const rejecting = (): Promise<never> => Promise.reject(new Error('hostile'));
const rejectingLogger = {
  debug: rejecting,
  info: rejecting,
  warn: rejecting,
  error: rejecting,
  child: () => rejectingLogger,
} as never;

const handlerFails = { handle: fail };
const harmless: readonly [title: string, ends: 'succeeded' | 'failed', Hostile][] = [
  ['middleware that never calls next', 'succeeded', middleware(() => undefined)],
  [
    'middleware that calls next twice',
    'succeeded',
    middleware(async (_, next) => [await next(), await next()]),
  ],
  [
    'middleware that hides a failure',
    'succeeded',
    { ...middleware((_, next) => next().catch(() => undefined)), ...handlerFails },
  ],
  ['a logger that throws', 'failed', { ...handlerFails, runtime: { logger: throwingLogger as never } }],
  ['a logger that rejects', 'failed', { ...handlerFails, runtime: { logger: rejectingLogger } }],
  [
    'a logger whose child is nothing',
    'failed',
    { ...handlerFails, runtime: { logger: { ...throwingLogger, child: () => undefined } as never } },
  ],
  [
    'a clock that throws',
    'failed',
    { ...handlerFails, runtime: { clock: { now: fail, date: fail, sleep: fail } } },
  ],
  [
    'a clock that rejects and gives no time',
    'failed',
    { ...handlerFails, runtime: { clock: { now: () => NaN, date: () => new Date(NaN), sleep: rejecting } } },
  ],
  [
    'a clock that does not sleep',
    'failed',
    {
      ...handlerFails,
      runtime: { clock: { now: () => '1', date: () => 1, sleep: () => undefined } as never },
    },
  ],
  [
    'a handler that logs what cannot be looked at',
    'succeeded',
    { handle: ({ logger }) => logger.error({ value: revoked([]) }, 'x') },
  ],
];

const badKeys: readonly [title: string, () => unknown][] = [
  ['throws', fail],
  ['rejects', rejecting],
  ['returns a revoked proxy', () => revoked()],
  ['returns a symbol', () => Symbol('key')],
  ['returns NaN', () => NaN],
  ['returns an object', () => ({})],
];

describeOnRedis('a function whose user code is hostile', (redis) => {
  for (const kind of kinds) {
    describe(kind, () => {
      for (const [title, ends, make] of hostileResults) {
        it(`stands when the handler returns ${title}`, () =>
          expectToStand(redis, kind, { handle: make }, ends));
      }
      for (const [title, make] of hostileErrors) {
        it(`stands when the handler throws ${title}`, () =>
          expectToStand(redis, kind, { handle: () => rethrow(make()) }, 'failed'));
      }
      for (const [title, hostile] of fails) {
        it(`stands with ${title}`, async () => {
          const runtime = await redis.startRuntime([handlerOf(kind, hostile)], hostile.runtime);
          for (let sent = 0; sent < badMessages; sent++) await send(redis, kind, `bad${sent}`);
          expect(await untilEnded(runtime, badMessages)).to.include({
            live: true,
            lost: 0,
            failed: badMessages,
          });
          await signalled(
            'deadLettered',
            async () => (await deadLetterCount(redis)) === badMessages,
            'the dead letters',
          );
        });
      }
      for (const [title, ends, hostile] of harmless) {
        it(`stands with ${title}`, () => expectToStand(redis, kind, hostile, ends));
      }
      for (const [title, key] of badKeys) {
        const by = ({ message }: { message: string }): unknown => (message.includes('bad') ? key() : message);
        it(`stands when deduplicate.by ${title}`, () =>
          expectToStand(redis, kind, { options: { deduplicate: { by, forInMs: 1_000 } } }, 'failed'));
        if (kind === 'pubsub') continue;
        it(`stands when orderBy ${title}`, () =>
          expectToStand(redis, kind, { options: { orderBy: by } }, 'failed'));
      }

      it('stands when hooks and event listeners throw, reject, and return what cannot be waited for', async () => {
        const called = new Recorder<string>();
        const ways = [fail, rejecting, () => revoked()];
        const decorate = (handlers: never): never => {
          const { prototype } = handlers as { prototype: Record<string, unknown> };
          for (const [index, way] of ways.entries()) {
            prototype[`hook${index}`] = () => (called.add('hook'), way());
            OnDeadLetter()(
              prototype,
              `hook${index}`,
              Object.getOwnPropertyDescriptor(prototype, `hook${index}`) as never,
            );
          }
          return handlers;
        };
        const runtime = await redis.createRuntime([
          handlerOf(kind, { handle: fail, decorate: decorate as never }),
        ]);
        const names = [
          'functionStarted',
          'invocationFailed',
          'messageDeadLettered',
          'stopping',
          'stopped',
        ] as const;
        for (const event of names)
          for (const way of ways)
            runtime.on(event, () => {
              called.add(event);
              return way() as never;
            });
        await runtime.start();
        await send(redis, kind, 'bad');
        await called.untilTrue((all) => all.filter((each) => each === 'hook').length === 3, 'the hooks');
        expect(await untilEnded(runtime, 1)).to.include({ live: true, failed: 1 });
        await runtime.stop();
        for (const event of names) expect(called.items).to.include(event);
      });

      it('runs no handler after its middleware has ended, and says so', async () => {
        let late: (() => Promise<unknown>) | undefined;
        const logger = new RecordingLogger();
        let handled = 0;
        const keep = middleware((_, next) => void (late = next));
        const handle = (): void => void (handled += 1);
        const options = { logger, ...keep.runtime };
        const runtime = await redis.startRuntime([handlerOf(kind, { handle })], options);
        await send(redis, kind, 'bad');
        await untilEnded(runtime, 1);
        const refusal = await late?.().catch((error: unknown) => error);
        expect(refusal).to.include({ code: 'NEXT_TOO_LATE' });
        // Nobody waits for this one: its rejection must not end the process.
        void late?.();
        expect(handled).to.equal(0);
        expect(logger.lines.filter(({ fields }) => fields.code === 'NEXT_TOO_LATE')).to.have.length(2);
      });

      it('stops when a handler waits for the stop, and handles nothing twice', async () => {
        const stopping: { stop?: () => Promise<void> } = {};
        const handle = (): Promise<void> | undefined => stopping.stop?.();
        const options = { shutdownTimeoutInMs: 1_500 };
        const runtime = await redis.startRuntime([handlerOf(kind, { handle })], options);
        stopping.stop = () => runtime.stop();
        await send(redis, kind, 'bad');
        await signalled('healthChanged', () => runtime.health().state === 'stopped', 'the stop');
        expect(healthOf(runtime)).to.include({ state: 'stopped', lost: 0 });
      });
    });
  }

  it('is told once, as a warning of the process, that the logger fails', async () => {
    const warnings = new Recorder<string>();
    const keep = (warning: Error): void => warnings.add(warning.message);
    process.on('warning', keep);
    try {
      const runtime = await redis.startRuntime([handlerOf('list', {})], { logger: throwingLogger as never });
      await runtime.stop();
      await warnings.until(1);
      expect(warnings.items).to.deep.equal(['the logger of createRuntime failed: hostile']);
    } finally {
      process.off('warning', keep);
    }
  });
});
