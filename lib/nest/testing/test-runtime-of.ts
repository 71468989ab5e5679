import type { Runtime } from '../../runtime/runtime.js';
import { TestRuntime } from '../../testing/kit/test-runtime.js';
import { backendToken, nestToken } from '../nest-tokens.js';
import { NestTestBackend } from './nest-test-backend.js';

/** An application, or the module of `Test.createTestingModule`: what can be asked for instances. */
export interface AsksForInstances {
  get(token: unknown, options: { strict: false }): unknown;
}

/**
 * The runtime of an application under test, to send messages and to wait until they are handled. The application must be
 * initialised, and ends with its own `close()`.
 *
 * @param name of the registration; undefined: the one without a name
 */
export async function testRuntimeOf(app: AsksForInstances, name?: string): Promise<TestRuntime> {
  const found = app.get(backendToken, { strict: false });
  if (!(found instanceof NestTestBackend))
    throw new Error('this application is on no Redis for tests: make its module with onTestRedis(…)');
  const { log, running } = found.registration(name);
  const { backend, clock, timeoutInMs } = found;
  return new TestRuntime({
    runtime: app.get(nestToken('runtime', name), { strict: false }) as Runtime,
    container: {
      tsyringe: undefined,
      given: { prepare: () => 'singleton', resolve: () => undefined, createScope: () => notNeeded() },
      resolve: (token) => app.get(token, { strict: false }),
      dispose: () => undefined,
    },
    // It belongs to the application, which closes it.
    backend: { ...backend, fake: backend.fake, close: () => Promise.resolve() },
    redis: await found.connected(),
    clock,
    running,
    log,
    timeoutInMs,
  });
}

function notNeeded(): never {
  throw new Error('Nest makes the scopes of an application under test');
}
